"""Spoilt forms of a recorded request: what the scheme covers, and the signature itself."""

import base64
import re

# What stands before the signature, at the place of its last occurrence.
BEFORE = {
    "huawei/sdk-hmac-sha256": rb"Signature=",
    "huawei/auth-token": rb"(?i)x-auth-token: ",
    "baidu/bce-auth-v1": rb"(?i)(authorization|x-bce-signature)(: bce-auth-v1/[^\r]*/|=bce-auth-v1%2F[^ &]*%2F)",
    "tencent/ivh-apaas": rb"&signature=",
    "tencent/tc3-hmac-sha256": rb"Signature=",
    "tencent/speech-hmac-sha1": rb"&[sS]ignature=|(?i:\r\nauthorization: )",
    "zego/server-api-v2": rb"&Signature=",
    "iflytek/hmac-url": rb"[?&]authorization=",
    "iflytek/http-digest": rb'signature="',
    "iflytek/access-key": rb"[?&]signature=|(?i:\r\nsignature: )",
    "baidu/xiling": rb"(?i)\r\nauthorization: [^\r/]*/|[?&]token=[^&%]*%2F",
    "iflytek/signa": rb"[?&]signa=|(?i:\r\n(x-app-)?signature: )",
}
TC3, SPEECH = "tencent/tc3-hmac-sha256", "tencent/speech-hmac-sha1"
QUERY = ["huawei/sdk-hmac-sha256", "baidu/bce-auth-v1", "tencent/ivh-apaas", TC3, SPEECH]
HEAD = ["huawei/sdk-hmac-sha256", "baidu/bce-auth-v1", TC3]
BODY = ["huawei/sdk-hmac-sha256", TC3]
REQUEST_LINE = ["iflytek/hmac-url", "iflytek/http-digest"]
QUERY += ["iflytek/access-key"]
HEAD += REQUEST_LINE
BODY += ["iflytek/http-digest"]


def spoilt_forms(record):
    head, scheme = base64.b64decode(record["head"]), record["scheme"]
    at = list(re.finditer(BEFORE[scheme], head))[-1].end()
    yield "signature", changed(record, head[:at] + (b"A" if head[at:at + 1] != b"A" else b"B") + head[at + 1:])
    if scheme in QUERY:
        yield "query", changed(record, head.replace(b"lang=zh", b"lang=en", 1))
    if scheme in HEAD:
        yield "method", changed(record, b"HEAD" + head[head.index(b" "):])
    if scheme in HEAD or scheme == SPEECH:
        yield "path", changed(record, head.replace(b" /v1/", b" /v2/", 1))
        yield "host", changed(record, head.replace(b": 127.0.0.1", b": 127.0.0.2", 1))
    if scheme in BODY:
        yield "body", record | {"body": base64.b64encode(b"another").decode()}


def changed(record, head):
    changed = record | {"head": base64.b64encode(head).decode()}
    if changed["head"] == record["head"]:
        raise RuntimeError(f"nothing to spoil in {head!r}")
    return changed
