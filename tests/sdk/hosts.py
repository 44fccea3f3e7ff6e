"""Where a URL goes: what of it the rules refuse, by a name for each fault (README G5, G6)."""

import ipaddress
import re

from wire import DEFAULT_PORTS

# What a browser's URL parser may say of a URL with that fault. Where it would send the host as it is
# written, the refusal is a ruling of ours; the other faults are those of clients that disagree.
ANYTHING = {"refuses", "rewrites", "accepts"}
PARSER_SAYS = {
    "not absolute": ANYTHING,
    "another scheme": ANYTHING,
    "user information": ANYTHING,
    "a letter that no host has": ANYTHING,
    "no host": {"refuses", "rewrites"},
    "IPv4 in another form": {"refuses", "rewrites"},
    "IPv6 in another form": {"refuses", "rewrites"},
    "IPv6 without an end": {"refuses"},
    "a port that is no number": {"refuses"},
    "a port above 65535": {"refuses"},
}


def fault_of_target(url):
    """None, or the name of what is wrong before the path."""
    match = re.match(r"([^:/?#]*)://([^/?#]*)", url)
    if not match:
        return "not absolute"
    if match[1].lower() not in DEFAULT_PORTS:
        return "another scheme"
    return fault_of_authority(match[2])


def fault_of_authority(text):
    if "@" in text:
        return "user information"
    name, port = split_port(text)
    if name is None:
        return "IPv6 without an end"
    return fault_of_name(name) or fault_of_port(port)


def split_port(text):
    if not text.startswith("["):
        name, colon, port = text.partition(":")
        return name, colon + port
    address, bracket, port = text.partition("]")
    return (address + bracket, port) if bracket else (None, "")


def fault_of_name(name):
    if not name:
        return "no host"
    if name.startswith("["):
        return None if name.lower() == f"[{shortest(name[1:-1])}]" else "IPv6 in another form"
    if not re.fullmatch(r"[A-Za-z0-9._~-]+", name):
        return "a letter that no host has"
    last = name.removesuffix(".").rpartition(".")[2]
    if re.fullmatch(r"[0-9]+|0[xX][0-9A-Fa-f]*", last) and not is_dotted(name):
        return "IPv4 in another form"
    return None


def fault_of_port(port):
    if not re.fullmatch(r"(:[0-9]*)?", port):
        return "a port that is no number"
    return "a port above 65535" if int(port[1:] or 0) > 65535 else None


def is_dotted(name):
    """Four decimal numbers without leading zeros."""
    return bool(re.fullmatch(r"(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}", name)
                and max(map(int, name.split("."))) < 256)


def shortest(address):
    """RFC 5952 without its dotted form, which no URL parser writes; None for what is no address."""
    try:
        number = int(ipaddress.IPv6Address(address))
    except ValueError:
        return None
    groups = [f"{number >> shift & 0xffff:x}" for shift in range(112, -1, -16)]
    runs = re.finditer(r"(?<![0-9a-f])0(:0)+(?![0-9a-f])", ":".join(groups))
    longest = max(runs, key=lambda run: len(run[0]), default=None)
    if longest is None:
        return ":".join(groups)
    text = longest.string
    return text[:longest.start()].removesuffix(":") + "::" + text[longest.end():].removeprefix(":")
