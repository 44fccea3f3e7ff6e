"""Makes a failing line as small as it can be while it still fails."""

import base64
import copy
import re


def shrink(line, fails, most=3000):
    """The smallest line found for which `fails` still holds, after `most` tries at the latest."""
    tries = 0
    found = True
    while found:
        found = False
        for smaller in candidates(line):
            tries += 1
            if tries > most:
                return line
            if fails(smaller):
                line, found = smaller, True
                break
    return line


def candidates(line):
    request = line["request"]
    yield from of_url(line, request["url"])
    for fewer in quarters(request["headers"]):
        yield changed(line, ["request", "headers"], fewer)
    for at in range(len(request["headers"])):
        yield changed(line, ["request", "headers"], request["headers"][:at] + request["headers"][at + 1:])
    body = base64.b64decode(request["body_base64"])
    for shorter in halves(body):
        yield changed(line, ["request", "body_base64"], base64.b64encode(shorter).decode())
    if request["method"] != "GET":
        yield changed(line, ["request", "method"], "GET")
    for part in ["options", "credential"]:
        for key, value in line[part].items():
            yield changed(line, [part], {own: kept for own, kept in line[part].items() if own != key})
            if isinstance(value, list):
                for at in range(len(value)):
                    yield changed(line, [part, key], value[:at] + value[at + 1:])
            elif isinstance(value, str):
                for shorter in halves(value):
                    yield changed(line, [part, key], shorter)
            elif value is not True and value not in (0, 1):
                yield changed(line, [part, key], 1)
    for at, (name, value) in enumerate(request["headers"]):
        for shorter in halves(value):
            yield changed(line, ["request", "headers", at], [name, shorter])
        if name != name.lower():
            yield changed(line, ["request", "headers", at], [name.lower(), value])
    if isinstance(line["nonce"], str):
        for shorter in halves(line["nonce"]):
            yield changed(line, ["nonce"], shorter)
    if line["time"] != 1700000000:
        yield changed(line, ["time"], 1700000000)


def of_url(line, url):
    parts = re.fullmatch(r"([^:]*://)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", url, re.S)
    if not parts:
        return
    scheme, authority, path, query, fragment = parts.groups()
    query, fragment = query or "", fragment or ""

    def with_url(*parts):
        return changed(line, ["request", "url"], "".join(parts))

    for plain in ["https://", scheme.lower()]:
        if scheme != plain:
            yield with_url(plain, authority, path, query, fragment)
    for plain in ["h", authority.lower(), "[::1]" if authority.startswith("[") else authority.partition(":")[0]]:
        if authority != plain and plain:
            yield with_url(scheme, plain, path, query, fragment)
    if fragment:
        yield with_url(scheme, authority, path, query)
    if query:
        yield with_url(scheme, authority, path, "", fragment)
        pieces = query[1:].split("&")
        for fewer in quarters(pieces):
            yield with_url(scheme, authority, path, "?" + "&".join(fewer), fragment)
        for at, piece in enumerate(pieces):
            rest = lambda *new: "?" + "&".join([*pieces[:at], *new, *pieces[at + 1:]])
            yield with_url(scheme, authority, path, rest() if len(pieces) > 1 else "", fragment)
            for shorter in units(piece):
                yield with_url(scheme, authority, path, rest(shorter), fragment)
    if path not in ("", "/"):
        yield with_url(scheme, authority, "/", query, fragment)
    for shorter in units(path[1:]):
        yield with_url(scheme, authority, "/" + shorter, query, fragment)


def units(text):
    """The text without half of it, then without each single letter or escape."""
    parts = re.findall(r"%[0-9A-Fa-f]{2}|.", text, re.S)
    for shorter in halves(parts):
        yield "".join(shorter)


def quarters(parts):
    """Many parts without a quarter of them."""
    step = len(parts) // 4
    for start in range(0, len(parts), step) if step > 1 else ():
        yield parts[:start] + parts[start + step:]


def halves(parts):
    if len(parts) > 1:
        middle = len(parts) // 2
        yield parts[middle:]
        yield parts[:middle]
    if parts:
        for at in range(min(len(parts), 40)):
            yield parts[:at] + parts[at + 1:]


def changed(line, place, value):
    line = copy.deepcopy(line)
    inner = line
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return line
