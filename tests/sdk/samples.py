"""The vendors' documented sample algorithms, written anew: once here, once in `node/samples.js`.

They take the vector line as it is and share no code with the crate, with `wire.py`'s reading of
queries, or with each other.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from email.utils import formatdate
from urllib.parse import quote, unquote_to_bytes

from iflytek import access_key_added, access_key_fields, fields
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


def access_key(line):
    pairs = [(name.encode(), value.encode()) for name, value in access_key_added(line)]
    replaced = {name for name, _ in pairs} | {b"signature"}
    pairs += [(key, value) for key, value in query_of(line["request"]["url"]) if value and key not in replaced]
    text = "&".join(quote(key, safe="") + "=" + quote(value, safe="") for key, value in sorted(pairs)).encode()
    mac = hmac.new(line["credential"]["api_secret"].encode(), text, hashlib.sha1)
    return access_key_fields(line, text, base64.b64encode(mac.digest()).decode())


def hmac_text(line, digest=None):
    """After the vendor's guide of URL authentication."""
    wire = Wire(line)
    date = formatdate(line["time"], usegmt=True)
    text = f"host: {wire.host()}\ndate: {date}\n{wire.method} {wire.path or '/'} HTTP/1.1"
    text += f"\ndigest: {digest}" if digest else ""
    lines = "host date request-line" + (" digest" if digest else "")
    mac = hmac.new(line["credential"]["api_secret"].encode(), text.encode(), hashlib.sha256)
    signature = base64.b64encode(mac.digest()).decode()
    authorization = (f'api_key="{line["credential"]["api_key"]}", algorithm="hmac-sha256", headers="{lines}", '
                     f'signature="{signature}"')
    return {"string_to_sign": text.encode(), "signature": signature}, date, wire, authorization


def hmac_url(line):
    stages, date, wire, authorization = hmac_text(line)
    authorization = base64.b64encode(authorization.encode()).decode()
    return {**stages, "headers": wire.host_header(),
            "query": [["authorization", authorization], ["date", date], ["host", wire.host()]]}


def http_digest(line):
    digest = "SHA-256=" + base64.b64encode(hashlib.sha256(Wire(line).body).digest()).decode()
    stages, date, wire, authorization = hmac_text(line, digest)
    fields = [["authorization", authorization], ["date", date], ["digest", digest]]
    return {**stages, "headers": sorted(fields + wire.host_header()), "query": []}


def xiling(line):
    """After the Postman sample of the document."""
    credential, options = line["credential"], line["options"]
    end = line["time"] + options.get("expires_in", 3600)
    expire = (datetime.fromtimestamp(0, timezone.utc) + timedelta(seconds=end)).strftime("%Y-%m-%dT%H:%M:%S")
    expire += {"millis": ".000Z", "seconds": "Z", "offset": "+00:00"}[options.get("spelling", "millis")]
    text = (credential["app_id"] + expire).encode()
    signature = hmac.new(credential["app_key"].encode(), text, hashlib.sha256).hexdigest()
    token = f"{credential['app_id']}/{signature}/{expire}"
    in_query = options["placement"] == "query"
    headers = Wire(line).host_header() + ([] if in_query else [["authorization", token]])
    return {"string_to_sign": text, "signature": signature, "headers": sorted(headers),
            "query": [["token", token]] if in_query else []}


OF_SCHEMES = {
    "zego/server-api-v2": zego, "tencent/ivh-apaas": tencent, "iflytek/signa": iflytek,
    "tencent/speech-hmac-sha1": speech, "iflytek/hmac-url": hmac_url, "iflytek/http-digest": http_digest, "iflytek/access-key": access_key,
    "baidu/xiling": xiling,
}


class Python:
    name = "sample (Python)"
    exceptions = {}

    def __init__(self, scheme):
        self.scheme = scheme
        self.of_line = OF_SCHEMES[scheme]

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
