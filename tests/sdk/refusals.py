"""What the specification wants refused: the kinds of error that a line may be answered with.

No SDK refuses any of this, so it is checked against the rules alone, in both directions: a line
with a reason here must be refused, with the kind of one of its reasons, and no other line may be.
"""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

import tencent
from baidu import STALE as BAIDU_STALE, is_selected
from iflytek import access_key_pairs
from hosts import fault_of_authority, fault_of_target
from wire import Wire, is_loopback, trim

# Fields that polysign writes into headers, by scheme.
HEADER_FIELDS = {
    "tencent/tc3-hmac-sha256": ["secret_id", "token", "app_id"],
    "tencent/speech-hmac-sha1": ["secret_id", "token", "app_id"],
    "huawei/sdk-hmac-sha256": ["access_key", "security_token", "project_id", "domain_id"],
    "baidu/bce-auth-v1": ["access_key_id", "session_token"],
}
METHOD_IS_SIGNED = {"huawei/sdk-hmac-sha256", "baidu/bce-auth-v1", "tencent/tc3-hmac-sha256", "iflytek/hmac-url",
                    "iflytek/http-digest"}
for scheme in ("iflytek/hmac-url", "iflytek/http-digest", "iflytek/access-key"):
    HEADER_FIELDS[scheme] = ["api_key", "app_id"]
# Their fragment is dropped; with another method it could be meant for the path.
FRAGMENT_IS_DROPPED = {"GET", "HEAD", "POST"}
LARGEST_HUAWEI_BODY = 12 * 1024 * 1024


def refusals(line):
    """The kinds of error that are right for the line; none if it has to be signed."""
    kinds = set(of_credential(line)) | set(of_url(line["request"]["url"]))
    if not 0 <= line["time"] <= 253402300799:
        kinds.add("time-out-of-range")
    if kinds & {"invalid-url", "malformed-escape"}:
        # What else is wrong may be found first.
        line = {**line, "request": {**line["request"], "url": "https://h/"}}
    wire = Wire(line)
    if "#" in line["request"]["url"] and wire.method not in FRAGMENT_IS_DROPPED:
        kinds.add("invalid-url")
    kinds |= set(of_headers(wire))
    if line["scheme"] in METHOD_IS_SIGNED and re.search("[a-z]", wire.method):
        kinds.add("invalid-method")
    kinds |= set({
        "huawei/sdk-hmac-sha256": of_huawei,
        "baidu/bce-auth-v1": of_baidu,
        "tencent/ivh-apaas": lambda line, wire: [],
        "tencent/tc3-hmac-sha256": of_tc3,
        "tencent/speech-hmac-sha1": of_speech,
        "zego/server-api-v2": of_zego,
        "iflytek/signa": of_clear_text,
        "iflytek/hmac-url": of_request_line,
        "iflytek/http-digest": of_request_line,
        "iflytek/access-key": of_access_key,
        "baidu/xiling": of_xiling,
    }[line["scheme"]](line, wire))
    return kinds


# Quotation marks that belong together, and what a template writes around a name.
WRAPPED = [('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("‘", "’"), ("«", "»"), ("「", "」"),
           ("${", "}"), ("{{", "}}"), ("<", ">")]
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def is_pasted_by_mistake(text):
    """Whether a credential is in quotation marks, is a placeholder, or has what cannot be seen."""
    is_wrapped = any(text.startswith(a) and text.endswith(b) and len(text) > 1 for a, b in WRAPPED)
    return is_wrapped or INVISIBLE.search(text) is not None


def of_credential(line):
    """README G12, G8."""
    texts = {**line["credential"], **{k: v for k, v in line["options"].items() if k == "requestid"}}
    in_header = HEADER_FIELDS.get(line["scheme"], [])
    if line["options"].get("placement") == "header" and line["scheme"] == "iflytek/signa":
        in_header = ["app_id"]
    for key, text in texts.items():
        if not isinstance(text, str):
            continue
        if not text or text != text.strip() or any(unicodedata.category(c) == "Cc" for c in text):
            yield "invalid-credential"
        if is_pasted_by_mistake(text):
            yield "invalid-credential"
        if key in in_header and not all("!" <= letter <= "~" for letter in text):
            yield "non-ascii-header"


def of_url(url):
    """README G3 to G6."""
    if re.search(r"[^!-~]|\\", url) or fault_of_target(url):
        yield "invalid-url"
    if re.search(r"%(?![0-9A-Fa-f]{2})", url):
        yield "malformed-escape"


def of_headers(wire):
    """README G6, G8."""
    if any(re.search("[\x00-\x08\x0a-\x1f\x7f]", value) for _, value in wire.headers):
        yield "invalid-header"
    if len(wire.host_texts()) > 2:
        yield "conflicting-header"
    if any(fault_of_authority(trim(value)) for name, value in wire.headers if name.lower() == "host"):
        yield "invalid-url"


def of_huawei(line, wire):
    """huawei.md A.4, A.5."""
    if len(wire.body) > LARGEST_HUAWEI_BODY:
        yield "body-too-large"
    segments = unquote_to_bytes(wire.path).split(b"/")
    if b"." in segments or b".." in segments:
        yield "dot-segments"
    hashes = [trim(v) for n, v in wire.headers if n.lower() == "x-sdk-content-sha256"]
    if len(hashes) > 1 and not huawei_hash_is_stale(wire):
        yield "conflicting-header"
    exact = line["options"].get("signed_headers")
    if isinstance(exact, list):
        names = {name.lower() for name in exact}
        if any("_" in name for name in names):
            yield "invalid-header"
        stale = {"authorization", "x-security-token", "x-auth-token"}
        if huawei_hash_is_stale(wire):
            stale.add("x-sdk-content-sha256")
        credential = {"security_token": "x-security-token", "project_id": "x-project-id", "domain_id": "x-domain-id"}
        added = {"host", "x-sdk-date"} | {credential[k] for k in credential if k in line["credential"]}
        there = added | ({name.lower() for name, _ in wire.headers} - stale)
        if not names <= there or "x-sdk-date" not in names:
            yield "missing-header"


def huawei_hash_is_stale(wire):
    """README G11: `UNSIGNED-PAYLOAD` beside an Authorization of the scheme is a leftover."""
    values = {}
    for name, value in wire.headers:
        values.setdefault(name.lower(), []).append(trim(value))
    return (values.get("x-sdk-content-sha256", [""])[0] == "UNSIGNED-PAYLOAD"
            and any(value.startswith("SDK-HMAC-SHA256") for value in values.get("authorization", [])))


def of_baidu(line, wire):
    """baidu.md A.1, A.2 step 5."""
    options = line["options"]
    in_query = options.get("placement") == "query"
    if options.get("expires_in") == 0 or (options.get("expires_in") == -1 and not in_query):
        yield "invalid-expiration"
    if any(is_selected(line, name) for name in half_empty_headers(wire.headers)):
        yield "conflicting-header"
    exact = options.get("signed_headers")
    if isinstance(exact, list):
        names = {name.lower() for name in exact}
        added = {"host"} if in_query else {"host", "x-bce-date"}
        if not in_query and "session_token" in line["credential"]:
            added.add("x-bce-security-token")
        there = added | ({name.lower() for name, _ in wire.headers} - BAIDU_STALE)
        if not names <= there or "host" not in names:
            yield "missing-header"


def half_empty_headers(headers):
    """Names with a value and, once more, without: the list would hold what has no line."""
    values = {}
    for name, value in headers:
        values.setdefault(name.lower(), set()).add(bool(trim(value)))
    return [name for name, is_full in values.items() if len(is_full) == 2 and name not in BAIDU_STALE | {"host"}]


def of_api_key(line):
    """tencent.md B.1."""
    if re.search("[/,]", line["credential"]["secret_id"]):
        yield "invalid-credential"


def of_tc3(line, wire):
    """tencent.md B, neighbours.md 3 B."""
    yield from of_api_key(line)
    options, headers = line["options"], [(name.lower(), trim(value)) for name, value in wire.headers]
    if not re.fullmatch("[A-Za-z0-9._-]+", options["service"]):
        yield "invalid-option"
    query = "" if wire.method == "POST" else line["request"]["url"].split("#")[0].partition("?")[2]
    if tencent.REWRITTEN & set(wire.path + query):
        yield "invalid-url"
    if tencent.has_dot_segments(wire.path):
        yield "dot-segments"
    stated = [value for name, value in headers if name == tencent.HASH]
    if len(stated) > 1 or stated not in ([], [tencent.UNSIGNED]):
        yield "conflicting-header"
    exact = options.get("signed_headers")
    names = {name.lower() for name in exact} if isinstance(exact, list) else tencent.DEFAULT
    stale = tencent.STALE | ({tencent.HASH} if tencent.is_leftover(wire.headers) else set())
    given = [name for name, _ in headers if name not in stale and name != "host"]
    if any(given.count(name) > 1 for name in names):
        yield "conflicting-header"
    there = {"host", "x-tc-timestamp", *given} | ({"x-tc-token"} if "token" in line["credential"] else set())
    if "content-type" not in there:
        yield "missing-header"
    if isinstance(exact, list):
        if any(" " in name for name in exact):
            yield "invalid-header"
        if not names <= there or not {"content-type", "host"} <= names:
            yield "missing-header"


def of_speech(line, wire):
    """tencent.md C, neighbours.md 3 C."""
    yield from of_api_key(line)
    options, nonce = line["options"], line["nonce"]
    api, expires_in = options["api"], options.get("expires_in")
    has_nonce = api not in tencent.SPEECH_NAMES
    if "token" in line["credential"] and not has_nonce:
        yield "invalid-credential"
    if expires_in is not None and (api == "asr-flash" or not 0 < expires_in < 90 * 86400):
        yield "invalid-expiration"
    if api in ("asr-flash", "tts-stream") and re.search("[a-z]", wire.method):
        yield "invalid-method"
    if tencent.REWRITTEN & set(wire.path):
        yield "invalid-url"
    if tencent.has_dot_segments(wire.path):
        yield "dot-segments"
    if has_nonce and nonce is None:
        yield "missing-nonce"
    elif has_nonce and not (re.fullmatch("[1-9][0-9]*", nonce) and int(nonce) < 2**31):
        yield "invalid-nonce"


def of_zego(line, wire):
    """zego.md A.1."""
    nonce = line["nonce"]
    if nonce is None:
        yield "missing-nonce"
    elif not nonce or any(unicodedata.category(letter) == "Cc" for letter in nonce):
        yield "invalid-nonce"
    yield from of_clear_text(line, wire)


def of_request_line(line, wire):
    """iflytek.md B.1, B.2; README G2: nothing is decoded, and nothing may be sent in another form."""
    if '"' in line["credential"]["api_key"]:
        yield "invalid-credential"
    if re.search("[\"'<>^`{|}]", wire.path):
        yield "invalid-url"
    segments = re.sub("%2[eE]", ".", wire.path).split("/")
    if "." in segments or ".." in segments:
        yield "dot-segments"
    # The bridge takes this header, which is Huawei's, for a body that is not signed.
    headers = [(name.lower(), trim(value)) for name, value in wire.headers]
    is_stale = any(name == "authorization" and value.startswith("SDK-HMAC-SHA256") for name, value in headers)
    if line["scheme"].endswith("digest") and ("x-sdk-content-sha256", "UNSIGNED-PAYLOAD") in headers and not is_stale:
        yield "missing-payload"


def of_access_key(line, wire):
    """iflytek.md D.5; neighbours.md 4, D."""
    credential, api = line["credential"], line["options"]["api"]
    if '"' in credential["api_key"] or re.search("[*~]", credential["api_key"] + credential["app_id"]):
        yield "invalid-credential"
    nonce, form = line["nonce"], "[A-Za-z0-9]{16}" if api == "ifasr-llm" else "[A-Za-z0-9-]{1,64}"
    if nonce is None:
        yield "missing-nonce"
    elif not re.fullmatch(form, nonce):
        yield "invalid-nonce"
    if api != "compliance" and line["time"] > 253402300799 - 8 * 3600:
        yield "time-out-of-range"
    for key, value in access_key_pairs(line):
        if not re.fullmatch("[A-Za-z0-9._-]*", key) or re.search("[ *~]", value) or key == "accessKeySecret":
            yield "invalid-url"


def of_xiling(line, wire):
    """baidu-xiling.md 1."""
    app_id, expires_in = line["credential"]["app_id"], line["options"].get("expires_in", 3600)
    if "/" in app_id or not all("!" <= letter <= "~" for letter in app_id):
        yield "invalid-credential"
    if expires_in == 0:
        yield "invalid-expiration"
    if line["time"] + expires_in > 253402300799:
        yield "time-out-of-range"
    yield from of_clear_text(line, wire)


def of_clear_text(line, wire):
    """README G5."""
    is_clear = wire.scheme in ("http", "ws") and not is_loopback(wire.authority)
    if is_clear and not line["options"].get("allow_clear_text"):
        yield "clear-text"
