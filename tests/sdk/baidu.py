"""Baidu's SDKs: what each has to be fed so that it speaks of the same request, by the rulings of
baidu.md A.5."""

import hmac
from datetime import datetime, timezone
from types import SimpleNamespace

from baidubce import utils
from baidubce.auth import bce_v1_signer as vendor

from wire import Wire, as_bytes, is_utf8, trim

SCHEME = "baidu/bce-auth-v1"
STALE = {"authorization", "x-bce-date", "x-bce-security-token", "x-bce-signature"}

SHARED = {
    "path-as-given": "A.5 path input: the wire path is decoded once and encoded",
    "signs-stale-fields": "README G11: fields of a former signature are replaced, never signed as they were",
    "signs-unlisted-x-bce": "A.5 `x-bce-*` outside a given list: `Exact` means exact",
    "host-as-typed": "README G6: lower case, default port dropped, a Host header instead of the authority",
    "no-repeated-keys": "README G7: repeated keys are kept; the SDK's parameters are a map",
    "no-repeated-headers": "A.2 step 5: each header is a line of its own; the SDK's headers are a map",
}


def is_selected(line, name):
    """A.2 step 5."""
    chosen = line["options"].get("signed_headers", "default")
    if isinstance(chosen, list):
        return name in {listed.lower() for listed in chosen}
    content = chosen == "document-default" and name in ("content-length", "content-type", "content-md5")
    return name == "host" or name.startswith("x-bce-") or content


def read(line, used):
    wire, options = Wire(line), line["options"]
    token = line["credential"].get("session_token")
    in_query = options.get("placement") == "query"
    timestamp = datetime.fromtimestamp(line["time"], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    added = [] if in_query else [("x-bce-date", timestamp)]
    if token and not in_query:
        added.append(("x-bce-security-token", token))
    headers, seen = [], set()
    kept = [header for header in wire.headers if header[0].lower() not in STALE]
    if len(kept) < len(wire.headers):
        used.add("signs-stale-fields")
    for name, value in [*kept, *added]:
        lower = name.lower()
        if lower == "host":
            continue
        if lower.startswith("x-bce-") and not is_selected(line, lower):
            used.add("signs-unlisted-x-bce")
            continue
        if lower in seen:
            used.add("no-repeated-headers")
        seen.add(lower)
        headers.append((name, value))
    headers.append(("Host", wire.host()))
    if wire.host_is_rewritten() or len(wire.host_texts()) > 1:
        used.add("host-as-typed")

    pairs = []
    for key, value in wire.decoded_pairs():
        if key == "x-bce-security-token" or key.lower() == "authorization":
            used.add("signs-stale-fields")
        else:
            pairs.append((key, value))
    if token and in_query:
        pairs.append(("x-bce-security-token", token))
    if len({key for key, _ in pairs}) < len(pairs):
        used.add("no-repeated-keys")
    if utils.normalize_string(as_bytes(wire.decoded_path()), False) != wire.path.encode():
        used.add("path-as-given")
    names = sorted({name.lower() for name, value in headers if is_selected(line, name.lower()) and trim(value)})
    return SimpleNamespace(wire=wire, headers=headers, pairs=pairs, names=names, added=added, token=token,
                           in_query=in_query, path=wire.decoded_path(), expires_in=options.get("expires_in", 1800))


def expected(line, request, authorization, canonical, names):
    field = "x-bce-signature" if line["options"].get("placement") == "x-bce-signature" else "authorization"
    headers = [] if request.in_query else [[field, authorization]]
    headers += [[name, value] for name, value in request.added]
    headers += request.wire.host_header()
    query = []
    if request.in_query:
        query = [["x-bce-security-token", request.token]] if request.token else []
        query.append(["authorization", authorization])
    return {"canonical_request": canonical, "signed_headers": names, "signature": authorization.rsplit("/", 1)[1],
            "headers": sorted(headers), "query": query}


# Python

class Pairs:
    """What the SDK reads of a map, with repeated keys."""

    def __init__(self, pairs):
        self.pairs = pairs

    def __len__(self):
        return len(self.pairs)

    def items(self):
        return iter(self.pairs)


class Python:
    scheme = SCHEME
    name = "bce-python-sdk 0.9.79"
    exceptions = SHARED | {
        "list-as-given": "A.5 given list: recomputed and sorted; absent and empty names are left out",
        "no-list": "A.5 signedHeaders: always written out",
    }

    def answer(self, line, used):
        request = read(line, used)
        chosen = line["options"].get("signed_headers", "default")
        if chosen == "default":
            used.add("no-list")
        elif chosen != request.names:
            used.add("list-as-given")
        headers = {}
        for name, value in request.headers:
            key = name.encode()
            while key in headers:
                key += b" "  # The SDK strips names, so a repeated one can be told apart by blanks.
            headers[key] = value.encode()
        recorded = []

        def new(key, message, digest):
            recorded.append(message)
            return hmac.new(key, message, digest)

        class Clock(datetime):
            @classmethod
            def utcnow(cls):
                return datetime.fromtimestamp(line["time"], timezone.utc)

        vendor.hmac = SimpleNamespace(new=new)
        utils.datetime = SimpleNamespace(datetime=Clock)
        credential = line["credential"]
        keys = SimpleNamespace(access_key_id=credential["access_key_id"].encode(),
                               secret_access_key=credential["secret_access_key"].encode())
        authorization = vendor.sign(
            keys, line["request"]["method"].encode(), utils.normalize_string(as_bytes(request.path), False), headers,
            Pairs([(as_bytes(key), as_bytes(value)) for key, value in request.pairs]), line["time"],
            request.expires_in, [name.encode() for name in request.names]).decode()
        names = authorization.split("/")[-2].split(";")
        return expected(line, request, authorization, recorded[1], names)


class Node:
    scheme = SCHEME
    name = "@baiducloud/sdk 1.0.7"
    exceptions = SHARED | {
        "raw-query-key": "A.5 query key: encoded",
        "text-only": "README G2: what is decoded are bytes, which need not be UTF-8",
        "trims-unicode-blanks": "README G8: values are trimmed of space and TAB",
        "time-zero-is-now": "README G10: 1970-01-01T00:00:00Z is a time",
        "list-encodes-names": "A.2 step 6: the list has names, not their encoded form",
        "list-repeats-names": "A.2 step 6: the list has each name once",
        "list-in-order-of-lines": "A.2 step 6: the list is sorted by name, other than the lines (B6)",
    }

    def __init__(self, node):
        self.node = node

    def answer(self, line, used):
        request = read(line, used)
        if not is_utf8(request.path, *(text for pair in request.pairs for text in pair)):
            used.add("text-only")
        answer = self.node.ask({
            "module": "baidu", "method": line["request"]["method"], "path": request.path, "pairs": request.pairs,
            "headers": request.headers, "time": line["time"], "expires_in": request.expires_in,
            "names": request.names, "ak": line["credential"]["access_key_id"],
            "sk": line["credential"]["secret_access_key"],
        })
        used.update(answer["used"])
        return expected(line, request, answer["authorization"], answer["canonical_request"], answer["names"])
