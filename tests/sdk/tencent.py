"""Tencent's SDKs for TC3; tencent.md B, neighbours.md 3 B.

The SDKs sign `content-type` and `host`, for GET and POST. What a request has beyond that is put into
their canonical request by the hash that they call: the rest of it, the digest of the body, the string to
sign, the keys and the signature stay theirs.
"""

import hashlib
import importlib
import sys
from types import SimpleNamespace
from unittest.mock import MagicMock
from urllib.parse import unquote_to_bytes

for name in ("requests", "requests.adapters", "certifi", "urllib3", "urllib3.connection", "urllib3.util"):
    sys.modules.setdefault(name, MagicMock())  # For the SDK's client, which sends nothing here.

from tencentcloud.common import sign as vendor_sign

from wire import Wire, as_bytes, as_text, trim

# By its path: the package exports the class under the name of the module.
vendor = importlib.import_module("tencentcloud.common.abstract_client")

SCHEME = "tencent/tc3-hmac-sha256"
HASH = "x-tc-content-sha256"
UNSIGNED = "UNSIGNED-PAYLOAD"
STALE = {"authorization", "x-tc-timestamp", "x-tc-token"}
DEFAULT = {"content-type", "host", "x-tc-action"}
REWRITTEN = set("\"'<>^`{|}")

EXCEPTIONS = {
    "two-headers": "B.5 signed set: x-tc-action when present, or an exact list; the SDK signs two headers",
    "case-of-values": "B.5 header values: in lower case; the SDK leaves content-type as it is",
    "get-and-post": "B.2 query: empty for POST alone; the SDK has two methods",
    "body-of-get": "B.2 the digest is that of the body; the SDK sends none with GET",
}


def is_leftover(headers):
    """README G11: `UNSIGNED-PAYLOAD` beside an Authorization of the scheme."""
    values = {}
    for name, value in headers:
        values.setdefault(name.lower(), []).append(trim(value))
    return (values.get(HASH, [""])[0] == UNSIGNED
            and any(value.startswith("TC3-HMAC-SHA256") for value in values.get("authorization", [])))


def ascii_lower(text):
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def read(line):
    """The request by the rules: own headers, names that are signed, and the canonical request."""
    wire, credential, options = Wire(line), line["credential"], line["options"]
    stated = [trim(value) for name, value in wire.headers if name.lower() == HASH]
    leftover = is_leftover(wire.headers)
    is_unsigned = stated == [UNSIGNED] and not leftover
    own = {"x-tc-timestamp": str(line["time"])}
    if "token" in credential:
        own["x-tc-token"] = credential["token"]
    removed = STALE | set(own) | ({HASH} if leftover else set())
    given = {name.lower(): trim(value) for name, value in wire.headers if name.lower() not in removed}
    exact = options.get("signed_headers")
    present = {**given, **own, "host": wire.host()}
    listed = {name.lower() for name in exact} if isinstance(exact, list) else DEFAULT & set(present)
    names = sorted(listed)
    query = "" if wire.method == "POST" else line["request"]["url"].split("#")[0].partition("?")[2]
    block = "".join(f"{name}:{ascii_lower(present[name])}\n" for name in names)
    body = UNSIGNED.encode() if is_unsigned else wire.body
    front = f"{wire.method}\n{wire.path or '/'}\n{query}\n"
    canonical = f"{front}{block}\n{';'.join(names)}\n{hashlib.sha256(body).hexdigest()}"
    return SimpleNamespace(wire=wire, own=own, names=names, present=present, front=front, query=query, body=body,
                           is_unsigned=is_unsigned, canonical=as_bytes(canonical))


def needed(request, content_type, used):
    """Notes what the SDKs do not have of this request."""
    if request.names != ["content-type", "host"]:
        used.add("two-headers")
    if ascii_lower(content_type) != content_type:
        used.add("case-of-values")
    if request.wire.method not in ("GET", "POST"):
        used.add("get-and-post")
    if request.wire.method != "POST" and request.wire.body and not request.is_unsigned:
        used.add("body-of-get")


def expected(line, request, authorization, stages):
    headers = [["authorization", authorization], *([name, value] for name, value in request.own.items())]
    return {**stages, "signed_headers": request.names, "signature": authorization.rsplit("Signature=", 1)[1],
            "headers": sorted(headers + request.wire.host_header()), "query": []}


def authorization_of(line, request, signature):
    day = vendor.datetime.utcfromtimestamp(line["time"]).strftime("%Y-%m-%d")
    scope = f"{line['credential']['secret_id']}/{day}/{line['options']['service']}/tc3_request"
    return f"TC3-HMAC-SHA256 Credential={scope}, SignedHeaders={';'.join(request.names)}, Signature={signature}"


class Python:
    scheme = SCHEME
    name = "tencentcloud-sdk-python-common 3.1.195"
    exceptions = EXCEPTIONS

    def answer(self, line, used):
        request, stages, hashed = read(line), {}, []
        wire, credential, service = request.wire, line["credential"], line["options"]["service"]
        content_type = request.present["content-type"]
        needed(request, content_type, used)

        def sha256(data=b""):
            hashed.append(data)
            if len(hashed) == 1 and "body-of-get" in used:
                data = request.body
            if len(hashed) == 2:
                data = self.ruled(request, data, used)
                stages["canonical_request"] = data
            return hashlib.sha256(data)

        def sign_tc3(key, date, own_service, text):
            stages["string_to_sign"] = text
            return vendor_sign.Sign.sign_tc3(key, date, own_service, text)

        header = {"Content-Type": ascii_lower(content_type), "Host": wire.host(),
                  "X-TC-Timestamp": str(line["time"])}
        if request.is_unsigned:
            header["X-TC-Content-SHA256"] = UNSIGNED
        data = request.query if wire.method == "GET" else wire.body
        given = SimpleNamespace(uri=wire.path or "/", data=data, method=wire.method, header=header)
        day = vendor.datetime.utcfromtimestamp(line["time"]).strftime("%Y-%m-%d")
        own = vendor.hashlib, vendor.Sign
        vendor.hashlib, vendor.Sign = SimpleNamespace(sha256=sha256), SimpleNamespace(sign_tc3=sign_tc3)
        try:
            sign = vendor.AbstractClient._get_tc3_signature
            signature = sign(None, {}, given, day, service, credential["secret_key"], {})
        finally:
            vendor.hashlib, vendor.Sign = own
        return expected(line, request, authorization_of(line, request, signature), stages)

    @staticmethod
    def ruled(request, data, used):
        """The SDK's canonical request with the rules' headers, and its query for other methods."""
        front, _, rest = data.partition(b"content-type:")
        block, _, digest = rest.rpartition(b"\n")
        if "two-headers" not in used:
            lines = b"content-type:" + block
        else:
            lines = request.canonical[len(as_bytes(request.front)):].rpartition(b"\n")[0]
        if "get-and-post" in used:
            front = as_bytes(request.front)
        return front + lines + b"\n" + digest


class Node:
    scheme = SCHEME
    name = "tencentcloud-sdk-nodejs-common 4.1.220"
    exceptions = EXCEPTIONS | {
        "url-parser": "B.2 URI and query: as they stand; the SDK's URL parser drops the port, and a sole `?`",
    }

    def __init__(self, node):
        self.node = node

    def answer(self, line, used):
        request = read(line)
        wire, credential = request.wire, line["credential"]
        content_type = request.present["content-type"]
        needed(request, content_type, used)
        answer = self.node.ask({
            "module": "tencent", "method": wire.method, "url": f"https://{wire.host()}{wire.path or '/'}"
            + (f"?{request.query}" if request.query else ""),
            "body": line["request"]["body_base64"], "unsigned": request.is_unsigned, "time": line["time"],
            "service": line["options"]["service"], "id": credential["secret_id"], "key": credential["secret_key"],
            "content_type": ascii_lower(content_type), "ruled": as_text(request.canonical), "host": wire.host(),
        })
        used.update(answer["used"])
        stages = {name: text.encode() for name, text in answer["stages"].items()}
        signature = answer["authorization"].rsplit("Signature=", 1)[1]
        return expected(line, request, authorization_of(line, request, signature), stages)


# The speech services

def speech_fields(line):
    """The names of the added fields with their values, without the signature; neighbours.md C.1."""
    credential, api = line["credential"], line["options"]["api"]
    time = line["time"]
    expired = str(time + line["options"].get("expires_in", 86400))
    if api == "tts-stream":
        return {"AppId": credential["app_id"], "Expired": expired, "SecretId": credential["secret_id"], "Timestamp": str(time)}
    if api == "vc-stream":
        return {"Expired": expired, "SecretId": credential["secret_id"], "Timestamp": str(time)}
    if api == "asr-flash":
        return {"secretid": credential["secret_id"], "timestamp": str(time)}
    fields = {"expired": expired, "nonce": line["nonce"], "secretid": credential["secret_id"], "timestamp": str(time)}
    return fields | ({"token": credential["token"]} if "token" in credential else {})


SPEECH_NAMES = {
    "asr-flash": {"secretid", "timestamp"},
    "tts-stream": {"AppId", "Expired", "SecretId", "Timestamp", "Signature"},
    "vc-stream": {"Expired", "SecretId", "Timestamp", "Signature"},
}
ASR_NAMES = {"secretid", "timestamp", "expired", "nonce", "token", "signature"}


def speech_replaced(api):
    return {name.encode() for name in SPEECH_NAMES.get(api, ASR_NAMES)}


def has_dot_segments(path):
    return any(unquote_to_bytes(segment) in (b".", b"..") and "%2f" not in segment.lower()
               for segment in path.split("/"))
