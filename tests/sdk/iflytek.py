"""iFlytek's SDK for the schemes and the dialects of `signa` that it signs; iflytek.md."""

import base64
import hmac
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from urllib.parse import parse_qsl, quote, unquote, urlparse

from xfyunsdkcore import signature as vendor

from wire import Wire, as_bytes

NAMES = {
    ("abcpen", "header"): ("x-app-key", "x-timestamp", "x-app-signature"),
    ("abcpen", "query"): ("appid", "ts", "signa"),
    ("rtasr", "query"): ("appid", "ts", "signa"),
    ("lfasr-v2", "query"): ("appId", "ts", "signa"),
    ("aippt-v2", "header"): ("appid", "timestamp", "signature"),
}


def fields(line, app_id, ts, signa):
    """The three fields where the dialect wants them."""
    options = line["options"]
    dialect = (options["dialect"], options["placement"])
    pairs = [list(pair) for pair in zip(NAMES[dialect], (app_id, ts, signa))]
    in_header = dialect[1] == "header"
    headers = Wire(line).host_header() + (pairs if in_header else [])
    return {"headers": sorted(headers), "query": [] if in_header else pairs, "signature": signa}


ACCESS_KEY_NAMES = {
    "compliance": ("utc", "uuid", 0, "+0000"),
    "rtasr-llm": ("utc", "uuid", 8, "+0800"),
    "ifasr-llm": ("dateTime", "signatureRandom", 8, "+0800"),
}


def access_key_pairs(line):
    """The caller's parameters that are signed, decoded: neighbours.md 2, iflytek.md D.2."""
    time, nonce, _, _ = ACCESS_KEY_NAMES[line["options"]["api"]]
    replaced = {"accessKeyId", "appId", time, nonce, "signature"}
    return [(key, value) for key, value in Wire(line).decoded_pairs() if value and key not in replaced]


def access_key_added(line):
    """The parameters that are added, in the order in which they are sent."""
    time, nonce, hours, zone = ACCESS_KEY_NAMES[line["options"]["api"]]
    local = datetime.fromtimestamp(0, timezone.utc) + timedelta(seconds=line["time"], hours=hours)
    credential = line["credential"]
    # `%Y` has no zeros in front on every system; no year here needs them.
    return [["accessKeyId", credential["api_key"]], ["appId", credential["app_id"]],
            [time, local.strftime("%Y-%m-%dT%H:%M:%S") + zone], [nonce, line["nonce"]]]


def access_key_fields(line, text, signature):
    in_header = line["options"]["api"] == "ifasr-llm"
    own = [["signature", signature]]
    return {"string_to_sign": text, "signature": signature,
            "headers": sorted(Wire(line).host_header() + (own if in_header else [])),
            "query": access_key_added(line) + ([] if in_header else own)}


class Recorder:
    """Takes the place of `hmac` in the SDK, and keeps what is signed."""

    def __init__(self):
        self.messages = []

    def new(self, key, message, digestmod):
        self.messages.append(message)
        return hmac.new(key, message, digestmod)


def stop_clock(line):
    vendor.datetime = SimpleNamespace(now=lambda *zone: SimpleNamespace(
        timetuple=tuple, strftime=lambda form: access_key_added(line)[2][1]))
    vendor.mktime = lambda _: line["time"]


def plain_parse(url):
    """Host and path, without the `;parameters` that `urlparse` cuts off the last segment."""
    host, slash, path = url.split("://", 1)[1].partition("/")
    return SimpleNamespace(netloc=host, path=slash + path)


class HmacPython:
    """`hmac-url` and `http-digest`."""

    name = "xfyunsdkcore 0.0.3"
    exceptions = {
        "url-as-sent": "B.2, G6: the host as it is sent, the path without the query; the SDK takes both as typed",
        "semicolon": "G1: the path as it is sent; urlparse cuts off what follows a `;` in the last segment",
    }

    def __init__(self, scheme):
        self.scheme = scheme

    def answer(self, line, used):
        wire, recorder = Wire(line), Recorder()
        vendor.hmac = recorder
        stop_clock(line)
        if wire.host_is_rewritten() or wire.pairs:
            used.add("url-as-sent")
        if ";" in wire.path.rpartition("/")[2]:
            used.add("semicolon")
            vendor.urlparse = plain_parse
        else:
            vendor.urlparse = urlparse
        url = f"wss://{wire.host()}{wire.path or '/'}"
        key, secret = line["credential"]["api_key"], line["credential"]["api_secret"]
        if self.scheme == "iflytek/hmac-url":
            signed = vendor.Signature.create_signed_url(url, key, secret, wire.method)
            query = dict(parse_qsl(signed[len(url) + 1:]))
            query = [[name, query[name]] for name in ("authorization", "date", "host")]
            text = base64.b64decode(query[0][1]).decode()
            headers = wire.host_header()
        else:
            body = SimpleNamespace(encode=lambda _: wire.body)
            signed = vendor.Signature.get_digest_header(url, key, secret, body, wire.method)
            headers = [[name.lower(), signed[name]] for name in ("Date", "Digest", "Authorization")]
            text, query = signed["Authorization"], []
            headers = sorted(headers + wire.host_header())
        signature = text.rpartition('signature="')[2].rstrip('"')
        return {"string_to_sign": recorder.messages[0], "signature": signature, "headers": headers, "query": query}


class Whole(str):
    """A text of which no part can be taken."""

    def __getitem__(self, part):
        return str(self)

    def __str__(self):
        return self


class AccessKeyPython:
    scheme = "iflytek/access-key"
    name = "xfyunsdkcore 0.0.3"
    exceptions = {
        "secret-sent": "D.5 the SDK signs and sends accessKeySecret; it is taken out",
        "one-product": "D.3 the SDK knows compliance; names and time of the other products are put in",
        "cut-uuid": "D.5 the SDK cuts the uuid after 32 letters",
        "own-parameters": "D.2 all parameters are signed; the SDK takes none of the caller's",
    }

    def answer(self, line, used):
        recorder, own = Recorder(), access_key_pairs(line)
        vendor.hmac = recorder
        stop_clock(line)
        vendor.uuid = SimpleNamespace(uuid4=lambda: Whole(line["nonce"]))
        names = {"utc": ACCESS_KEY_NAMES[line["options"]["api"]][0], "uuid": ACCESS_KEY_NAMES[line["options"]["api"]][1]}
        used.add("secret-sent")
        used.update(["one-product"] if line["options"]["api"] != "compliance" else [])
        used.update(["cut-uuid"] if len(line["nonce"]) > 32 else [])
        used.update(["own-parameters"] if own else [])

        def in_order(items, key, reverse):
            pairs = [(names.get(name, name), value) for name, value in items if name != "accessKeySecret"]
            pairs += own
            return sorted([(as_bytes(name), as_bytes(value)) for name, value in pairs], reverse=reverse)

        vendor.sorted, vendor.dict = in_order, lambda pairs: pairs
        credential = line["credential"]
        signed = vendor.Signature.get_auth(credential["app_id"], credential["api_key"], credential["api_secret"])
        return access_key_fields(line, recorder.messages[0], signed["signature"])


class Python:
    scheme = "iflytek/signa"
    name = "xfyunsdkcore 0.0.3"
    exceptions = {
        "slash-in-signa": "A.5 quote of signa: strict; the SDK leaves `/`",
        "raw-app-id": "A.5 app_id in the query: percent-encoded; the SDK concatenates it as it is",
    }

    def answer(self, line, used):
        credential = line["credential"]
        recorded = []

        def new(key, message, digest):
            recorded.append(message)
            return hmac.new(key, message, digest)

        vendor.hmac = SimpleNamespace(new=new)
        vendor.time = SimpleNamespace(time=lambda: line["time"] + 0.75)
        app_id, secret = credential["app_id"], credential["secret"]
        if line["options"]["dialect"] == "rtasr":
            url = vendor.RtasrSignature.create_signed_url("wss://h/", app_id, secret)
            # The id may hold `&` or `=`, so the URL is taken apart from its ends.
            front, signa = url.rsplit("&signa=", 1)
            front, ts = front.rsplit("&ts=", 1)
            app_id = front.removeprefix("wss://h/?appid=")
            if "/" in signa:
                used.add("slash-in-signa")
            if quote(app_id, safe="") != app_id:
                used.add("raw-app-id")
            signa = unquote(signa)
        else:
            ts = str(line["time"])
            signa = vendor.Signature.get_signature(app_id, ts, secret)
        return {"string_to_sign": recorded[0], **fields(line, app_id, ts, signa)}
