"""The vendors' documented sample algorithms, written anew: once here, once in `node/samples.js`.

They take the vector line as it is and share no code with the crate, with `wire.py`'s reading of
queries, or with each other.
"""

import base64
import hashlib
import hmac
from urllib.parse import unquote_to_bytes

from iflytek import fields
from tencent import speech_fields, speech_replaced
from wire import Wire


def query_of(url):
    _, _, query = url.split("#")[0].partition("?")
    for piece in query.split("&"):
        if piece:
            key, _, value = piece.replace("+", "%20").partition("=")
            yield unquote_to_bytes(key), unquote_to_bytes(value)


def zego(line):
    credential, nonce = line["credential"], line["nonce"]
    app_id, timestamp = str(credential["app_id"]), str(line["time"])
    text = (app_id + nonce + credential["server_secret"] + timestamp).encode()
    signature = hashlib.md5(text).hexdigest()
    query = [["AppId", app_id], ["SignatureNonce", nonce], ["Timestamp", timestamp], ["Signature", signature],
             ["SignatureVersion", "2.0"]]
    return {"string_to_sign": text, "signature": signature, "headers": Wire(line).host_header(), "query": query}


def tencent(line):
    credential, request_id = line["credential"], line["options"].get("requestid")
    added = [["appkey", credential["appkey"]]]
    if request_id is not None:
        added.append(["requestid", request_id])
    added.append(["timestamp", str(line["time"])])
    replaced = {name.encode() for name, _ in added} | {b"signature"}
    pairs = [pair for pair in query_of(line["request"]["url"]) if pair[0] not in replaced]
    pairs += [(name.encode(), value.encode()) for name, value in added]
    text = b"&".join(key + b"=" + value for key, value in sorted(pairs))
    mac = hmac.new(credential["access_token"].encode(), text, hashlib.sha256)
    signature = base64.b64encode(mac.digest()).decode()
    return {"string_to_sign": text, "signature": signature, "headers": Wire(line).host_header(),
            "query": [*added, ["signature", signature]]}


def speech(line):
    credential, api, wire = line["credential"], line["options"]["api"], Wire(line)
    added, replaced = speech_fields(line), speech_replaced(api)
    pairs = [pair for pair in query_of(line["request"]["url"]) if pair[0] not in replaced]
    pairs += [(name.encode(), value.encode()) for name, value in added.items()]
    front = wire.method if api in ("asr-flash", "tts-stream") else ""
    text = f"{front}{wire.host()}{wire.path or '/'}?".encode()
    text += b"&".join(key + b"=" + value for key, value in sorted(pairs))
    mac = hmac.new(credential["secret_key"].encode(), text, hashlib.sha1)
    signature = base64.b64encode(mac.digest()).decode()
    headers, query = wire.host_header(), [list(pair) for pair in added.items()]
    if api == "asr-flash":
        headers = sorted([*headers, ["authorization", signature]])
    else:
        query.append(["Signature" if api in ("tts-stream", "vc-stream") else "signature", signature])
    return {"string_to_sign": text, "signature": signature, "headers": headers, "query": query}


def iflytek(line):
    app_id, ts = line["credential"]["app_id"], str(line["time"])
    base = hashlib.md5((app_id + ts).encode()).hexdigest().encode()
    mac = hmac.new(line["credential"]["secret"].encode(), base, hashlib.sha1)
    return {"string_to_sign": base, **fields(line, app_id, ts, base64.b64encode(mac.digest()).decode())}


class Python:
    name = "sample (Python)"
    exceptions = {}

    def __init__(self, scheme):
        self.scheme = scheme
        by_name = {"tencent/speech-hmac-sha1": speech, "zego": zego, "tencent": tencent, "iflytek": iflytek}
        self.of_line = by_name.get(scheme) or by_name[scheme.split("/")[0]]

    def answer(self, line, used):
        return self.of_line(line)


class Node:
    name = "sample (Node)"
    exceptions = {}

    def __init__(self, scheme, node):
        self.scheme = scheme
        self.node = node

    def answer(self, line, used):
        request = line["request"] | {"sent_host": Wire(line).host()}
        answer = self.node.ask({"module": "samples", "line": line | {"request": request}})
        answer["string_to_sign"] = base64.b64decode(answer["string_to_sign"])
        answer["headers"] = sorted(answer["headers"] + Wire(line).host_header())
        return answer
