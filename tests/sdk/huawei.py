"""Huawei's SDKs: what each has to be fed so that it speaks of the same request, by the rulings of
huawei.md A.5."""

from datetime import datetime, timezone
from types import SimpleNamespace
from urllib.parse import quote, unquote

from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer import signer as vendor

from refusals import huawei_hash_is_stale
from wire import Wire, as_bytes, is_utf8, trim

SCHEME = "huawei/sdk-hmac-sha256"
HASH = "x-sdk-content-sha256"

SHARED = {
    "signs-every-header": "A.5 other headers: signs all it is given; we sign `x-*` and what is asked for",
    "signs-multipart": "A.5 content-type: `multipart/*` is not signed",
    "signs-stale-fields": "README G11: fields of a former signature, and identity headers that are set anew, "
                          "are replaced, never signed as they were",
    "host-as-typed": "A.5 host text: lower case, default port dropped, a Host header instead of the authority",
    "host-always": "A.5 host signed: an exact list is exact",
    "no-repeated-headers": "A.5 repeated header: sorted, one line each; the SDK's headers are a map",
    "text-only": "README G2: what is decoded are bytes, which need not be UTF-8",
    "empty-path": "README G6/A.6: no path is `/`; the SDK wants one",
}


def is_signed(line, name):
    """A.2 step 5: by the name, whatever the values; a repeated `content-type` counts as one."""
    options = line["options"]
    exact = options.get("signed_headers")
    if isinstance(exact, list):
        return name in {listed.lower() for listed in exact}
    if name in {left.lower() for left in options.get("leave_out_signed_headers", [])} or "_" in name:
        return False
    if name in {added.lower() for added in options.get("add_signed_headers", [])}:
        return True
    if name == "content-type":
        return not has_multipart(line)
    return name in ("host", "x-sdk-date") or name.startswith("x-")


def has_multipart(line):
    return any(name.lower() == "content-type" and trim(value).lower().startswith("multipart/")
               for name, value in line["request"]["headers"])


def read(line, used):
    """The request as the SDKs take it: decoded, with the headers that are to be signed."""
    wire, credential = Wire(line), line["credential"]
    identity = [("X-Project-Id", "project_id"), ("X-Domain-Id", "domain_id"), ("X-Security-Token", "security_token")]
    added = [(name, credential[key]) for name, key in identity if key in credential]
    stale = {"authorization", "x-sdk-date", "x-security-token", "x-auth-token"} | {n.lower() for n, _ in added}
    if huawei_hash_is_stale(wire):
        stale.add(HASH)

    headers, stated, seen = [], None, {}
    for name, value in wire.headers:
        lower = name.lower()
        if lower == "host":
            continue
        if lower in stale:
            used.add("signs-stale-fields")
            continue
        if lower == HASH:
            stated = trim(value) or None
        if not is_signed(line, lower):
            if "_" in name:
                headers.append((name, value))  # Python's SDK leaves these out by itself.
            else:
                is_multipart = lower == "content-type" and has_multipart(line)
                used.add("signs-multipart" if is_multipart else "signs-every-header")
            continue
        if lower in seen:
            used.add("no-repeated-headers")
            seen[lower].append(value)
            continue
        seen[lower] = [value]
        headers.append((name, seen[lower]))
    # Repeated values become one value that holds the line ends of the ruling's form.
    headers = [(name, value if isinstance(value, str) else one_value(name.lower(), value)) for name, value in headers]
    headers += [(name, value) for name, value in added if is_signed(line, name.lower())]

    if wire.host_is_rewritten() or len(wire.host_texts()) > 1:
        used.add("host-as-typed")
    if not is_signed(line, "host"):
        used.add("host-always")
    if not wire.path:
        used.add("empty-path")
    texts = [wire.decoded_path(), *(text for pair in wire.decoded_pairs() for text in pair)]
    if not is_utf8(*texts):
        used.add("text-only")
    # What the SDKs cannot be told by the header itself.
    forced = None if is_signed(line, HASH) else stated
    return SimpleNamespace(wire=wire, headers=headers, stated=stated, forced=forced, added=added,
                           signs_host=is_signed(line, "host"))


def one_value(name, values):
    if len(values) == 1:
        return values[0]
    return f"\n{name}:".join(sorted((trim(value) for value in values), key=as_bytes))


def expected(line, request, authorization, date, stages):
    headers = [["authorization", authorization], ["x-sdk-date", date]]
    headers += [[name.lower(), value] for name, value in request.added]
    headers += request.wire.host_header()
    return {**stages, "signed_headers": authorization.split("SignedHeaders=")[1].split(",")[0].split(";"),
            "signature": authorization.rsplit("Signature=", 1)[1], "headers": sorted(headers), "query": []}


# Python

class ByteText(str):
    """Text that stands for bytes and is sorted as such."""

    def __lt__(self, other):
        return as_bytes(self) < as_bytes(other)


class BlankText(str):
    """Text of which `strip` takes only what the ruling takes."""

    def __str__(self):
        return self

    def strip(self, letters=None):
        return str.strip(str.__str__(self), " \t" if letters is None else letters)


class Python:
    scheme = SCHEME
    name = "huaweicloudsdkcore 3.1.219"
    exceptions = SHARED | {
        "unsigned-by-itself": "A.5 non-JSON body: never UNSIGNED-PAYLOAD by itself",
        "trims-unicode-blanks": "README G8: values are trimmed of space and TAB",
        "empty-body-hash": "A.5 `x-sdk-content-sha256`: honoured as it is stated, also with an empty body",
    }

    def answer(self, line, used):
        request = read(line, used)
        wire, stages = request.wire, {}
        text_only = "text-only" in used

        class Signer(vendor.Signer):
            def _process_canonical_request(self, *arguments):
                stages["canonical_request"] = super()._process_canonical_request(*arguments)
                return stages["canonical_request"]

            def _process_string_to_sign(self, *arguments):
                stages["string_to_sign"] = super()._process_string_to_sign(*arguments)
                return stages["string_to_sign"]

            @classmethod
            def _process_signed_headers(cls, given):
                names = super()._process_signed_headers(given)
                return [name for name in names if name != "host" or request.signs_host]

            def _process_hash_payload(self, given):
                return super()._process_hash_payload(given) if request.forced is None else request.forced

            @classmethod
            def _url_encode(cls, text):
                return quote(as_bytes(text), safe="~") if text_only else super()._url_encode(text)

        headers = {}
        for name, value in request.headers:
            if "_" not in name and value.strip() != trim(value):
                if "\n" not in value:
                    used.add("trims-unicode-blanks")
                value = BlankText(value)
            if name.lower() == "content-type":
                if not trim(value).startswith(("application/json", "application/bson")) and trim(value):
                    used.add("unsigned-by-itself")
                name = "content-type"  # The switch looks for another spelling.
            headers[name] = value
        body = wire.body
        if request.stated and not body:
            used.add("empty-body-hash")
            body = b"a body, so that what the header states is looked at"
        text = ByteText if text_only else str
        given = SdkRequest(method=wire.method, schema=wire.scheme, host=wire.host(), resource_path=wire.path or "/",
                           query_params=[(text(key), text(value)) for key, value in wire.decoded_pairs()],
                           header_params=headers, body=body)

        class Clock(datetime):
            @classmethod
            def utcnow(cls):
                return datetime.fromtimestamp(line["time"], timezone.utc).replace(tzinfo=None)

        vendor.datetime = Clock
        vendor.unquote = (lambda path: unquote(path, errors="surrogateescape")) if text_only else unquote
        keys = SimpleNamespace(ak=line["credential"]["access_key"], sk=line["credential"]["secret_key"])
        signed = Signer(keys).sign(given).header_params
        return expected(line, request, signed["Authorization"], signed["X-Sdk-Date"], stages)


class Node:
    scheme = SCHEME
    name = "@huaweicloud/huaweicloud-sdk-core 3.1.211"
    exceptions = SHARED | {
        "signs-underscores": "A.5 names with `_`: never signed",
        "drops-multipart": "A.1 signed set: what an exact list or an extra names is signed, multipart too",
        "no-trim": "A.5 value trim: both ends",
        "decoded-path": "A.5 escaped path: wants a decoded path, and its URL parser escapes it anew",
        "serialises-body": "A.2 step 6: exact body bytes; the SDK hashes what it serialises itself",
        "order-of-utf16": "A.5 query order: bytes; the SDK sorts by UTF-16",
        "order-of-locale": "A.2 step 5: lines in the order of the list; the SDK sorts them by locale",
    }

    def __init__(self, node):
        self.node = node

    def answer(self, line, used):
        request = read(line, used)
        wire, headers = request.wire, {}
        for name, value in request.headers:
            if "_" in name:
                used.add("signs-underscores")
                continue
            if value != trim(value):
                used.add("no-trim")
            name = "X-Sdk-Content-Sha256" if name.lower() == HASH else name
            if name == "content-type" and "multipart/form-data" in value:
                used.add("drops-multipart")
                name = "Content-Type"  # It is dropped in the other spelling only.
            headers[name] = trim(value)
        answer = self.node.ask({
            "module": "huawei", "method": wire.method, "host": wire.host(), "wire_path": wire.path or "/",
            "path": wire.decoded_path(), "pairs": wire.decoded_pairs(), "headers": headers,
            "forced": request.forced, "body": line["request"]["body_base64"],
            "time": line["time"], "signs_host": request.signs_host,
            "ak": line["credential"]["access_key"], "sk": line["credential"]["secret_key"],
        })
        used.update(answer["used"])
        return expected(line, request, answer["authorization"], answer["date"], answer["stages"])
