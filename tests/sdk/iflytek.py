"""iFlytek's SDK for the dialects of `signa` that it signs; iflytek.md A.3 and A.5."""

import hmac
from types import SimpleNamespace
from urllib.parse import quote, unquote

from xfyunsdkcore import signature as vendor

from wire import Wire

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
