"""Whether the vendor's own code makes the same signature for a request as it was received."""

import re
from datetime import datetime, timezone

import baidu
import huawei
import iflytek
import samples
import tencent
from received import Rejected

SDK = {
    "huawei/sdk-hmac-sha256": huawei.Python(),
    "baidu/bce-auth-v1": baidu.Python(),
    "tencent/ivh-apaas": samples.Python("tencent/ivh-apaas"),
    "tencent/tc3-hmac-sha256": tencent.Python(),
    "tencent/speech-hmac-sha1": samples.Python("tencent/speech-hmac-sha1"),
    "zego/server-api-v2": samples.Python("zego/server-api-v2"),
    "iflytek/signa": samples.Python("iflytek/signa"),
    "iflytek/hmac-url": iflytek.HmacPython("iflytek/hmac-url"),
    "iflytek/http-digest": iflytek.HmacPython("iflytek/http-digest"),
    "iflytek/access-key": samples.Python("iflytek/access-key"),
    "baidu/xiling": samples.Python("baidu/xiling"),
}
# From signing to sending, on a slow machine. The former of two signatures is older than that.
WINDOW = 60


def answer(line):
    """What the vendor's code sets on the request: headers and parameters, and the signature."""
    return SDK[line["scheme"]].answer(line, set())


def unix_seconds(text, form):
    try:
        return int(datetime.strptime(text, form).replace(tzinfo=timezone.utc).timestamp())
    except ValueError:
        raise Rejected(f"has the time {text!r}") from None


def compare(request, theirs):
    """Every field that the vendor's code sets has to be there as it sets it, once."""
    for name, value in theirs["headers"]:
        if name != "host" and request.header(name) != value:
            raise Rejected(f"has {name}: {request.header(name)!r} where the vendor's code has {value!r}")
    for name, value in theirs["query"]:
        if request.parameter(name) != value:
            raise Rejected(f"has {name}={request.parameter(name)!r} where the vendor's code has {value!r}")


def of_huawei(request):
    authorization = request.header("authorization")
    form = r"SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
    match = re.fullmatch(form, authorization)
    if not match:
        raise Rejected(f"has the Authorization {authorization!r}")
    names = match[2].split(";")
    wanted = {"host", "x-sdk-date"} | {n.lower() for n, _ in request.headers if n.lower() == "x-security-token"}
    if not wanted <= set(names):
        raise Rejected(f"signs only {names}")
    seconds = unix_seconds(request.header("x-sdk-date"), "%Y%m%dT%H%M%SZ")
    # Without its signature: beside one, UNSIGNED-PAYLOAD would be taken for a leftover.
    line = request.line(time=seconds, headers=request.without("authorization"), options={"signed_headers": names})
    compare(request, answer(line))
    return seconds


def of_huawei_token(request):
    if request.header("x-auth-token") != request.record["credential"]["token"]:
        raise Rejected("has another token")
    return request.record["sent_at"]


def of_baidu(request):
    placement = request.record["options"].get("placement")
    if placement == "query":
        authorization = request.parameter("authorization")
    else:
        authorization = request.header("x-bce-signature" if placement == "x-bce-signature" else "authorization")
    parts = authorization.split("/")
    if len(parts) != 6:
        raise Rejected(f"has the authorization {authorization!r}")
    _, _, timestamp, expires_in, names, _ = parts
    names = names.split(";")
    if "host" not in names:
        raise Rejected(f"signs only {names}")
    seconds = unix_seconds(timestamp, "%Y-%m-%dT%H:%M:%SZ")
    options = {"placement": placement, "expires_in": int(expires_in), "signed_headers": names}
    compare(request, answer(request.line(time=seconds, options=options)))
    return seconds


def of_tencent(request):
    seconds = int(request.parameter("timestamp"))
    compare(request, answer(request.line(time=seconds)))
    return seconds


def of_tc3(request):
    authorization = request.header("authorization")
    form = r"TC3-HMAC-SHA256 Credential=[^,]+, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
    match = re.fullmatch(form, authorization)
    if not match:
        raise Rejected(f"has the Authorization {authorization!r}")
    names = match[1].split(";")
    if not {"content-type", "host"} <= set(names):
        raise Rejected(f"signs only {names}")
    request.header("content-type")
    seconds = int(request.header("x-tc-timestamp"))
    # Without its signature: beside one, UNSIGNED-PAYLOAD would be taken for a leftover.
    options = request.record["options"] | {"signed_headers": names}
    line = request.line(time=seconds, headers=request.without("authorization"), options=options)
    compare(request, answer(line))
    return seconds


def of_speech(request):
    api = request.record["options"]["api"]
    is_upper = api in ("tts-stream", "vc-stream")
    seconds = int(request.parameter("Timestamp" if is_upper else "timestamp"))
    nonce = request.parameter("nonce") if api not in tencent.SPEECH_NAMES else None
    options = request.record["options"]
    if "expires_in" in options:
        options = options | {"expires_in": int(options["expires_in"])}
    compare(request, answer(request.line(time=seconds, nonce=nonce, options=options)))
    return seconds


def of_zego(request):
    seconds = int(request.parameter("Timestamp"))
    compare(request, answer(request.line(time=seconds, nonce=request.parameter("SignatureNonce"))))
    return seconds


def of_iflytek(request):
    options = request.record["options"]
    name = iflytek.NAMES[options["dialect"], options["placement"]][1]
    seconds = int(request.header(name) if options["placement"] == "header" else request.parameter(name))
    compare(request, answer(request.line(time=seconds)))
    return seconds


def of_hmac_url(request):
    seconds = unix_seconds(request.parameter("date"), HTTP_DATE)
    compare(request, answer(request.line(time=seconds)))
    return seconds


def of_http_digest(request):
    seconds = unix_seconds(request.header("date"), HTTP_DATE)
    compare(request, answer(request.line(time=seconds)))
    return seconds


def of_access_key(request):
    time, nonce, hours, zone = iflytek.ACCESS_KEY_NAMES[request.record["options"]["api"]]
    seconds = unix_seconds(request.parameter(time), "%Y-%m-%dT%H:%M:%S" + zone) - 3600 * hours
    compare(request, answer(request.line(time=seconds, nonce=request.parameter(nonce))))
    return seconds


def of_xiling(request):
    in_query = request.record["options"]["placement"] == "query"
    token = request.parameter("token") if in_query else request.header("authorization")
    seconds = unix_seconds(token.rpartition("/")[2][:19], "%Y-%m-%dT%H:%M:%S") - 3600
    compare(request, answer(request.line(time=seconds)))
    return seconds


HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"
OF_SCHEME = {
    "huawei/sdk-hmac-sha256": of_huawei,
    "huawei/auth-token": of_huawei_token,
    "baidu/bce-auth-v1": of_baidu,
    "tencent/ivh-apaas": of_tencent,
    "tencent/tc3-hmac-sha256": of_tc3,
    "tencent/speech-hmac-sha1": of_speech,
    "zego/server-api-v2": of_zego,
    "iflytek/signa": of_iflytek,
    "iflytek/hmac-url": of_hmac_url,
    "iflytek/http-digest": of_http_digest,
    "iflytek/access-key": of_access_key,
    "baidu/xiling": of_xiling,
}


def judge(request):
    seconds = OF_SCHEME[request.record["scheme"]](request)
    if not 0 <= request.record["sent_at"] - seconds <= WINDOW:
        raise Rejected(f"is signed for {seconds}")
