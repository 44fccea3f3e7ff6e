"""Requests as the vendors' SDKs and samples sign them by default, which the crate's verifiers check.

Each SDK signs with its own clock and its own choice of headers, as its client calls it. What it
would send is verified with the standard policy. A request that is rejected has to be accepted with
the policies that `SDKS` names for the SDK, which the docs of `polysign::verify` list. Then every
request is changed in one place, and has to be rejected with the most lenient policy.
"""

import base64
import collections
import copy
import json
import random
import re
import time
import types
from urllib.parse import parse_qsl, quote, urlencode

from baidubce import bce_client_configuration, protocol
from baidubce.auth import bce_credentials, bce_v1_signer
from baidubce.http import bce_http_client
from baidubce import utils as baidu_utils
from huaweicloudsdkcore.sdk_request import SdkRequest
from huaweicloudsdkcore.signer.signer import Signer

import iflytek
import samples
import tencent
from bridge import LineProcess
from comparison import Failure

LENIENT = ["allow_unsigned_body", "allow_escaped_slashes", "allow_trailing_slash", "allow_any_order",
           "allow_uncovered_overrides", "allow_any_expiry"]

HOSTS = ["service.example.com", "Service.Example.com", "service.example.com:443", "service.example.com:8443",
         "SERVICE.example.COM:443", "127.0.0.1:8080"]
WORDS = ["a", "b1", "tasks", "limit", "marker", "中文", "x y", "a+b", "a&b", "k=v", "~", "a:b", "100%", "é", "(1)"]
IDS = ["7", "550e8400-e29b-41d4-a716-446655440000", "v1.2", "a_b", "~x", "0ae2"]


class Requests:
    """Parts of requests at random."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def method(self):
        return self.pick(["GET", "GET", "POST", "PUT", "DELETE"])

    def segments(self, words):
        return ["v1", *(self.pick(words) for _ in range(self.random.randrange(1, 4)))]

    def pairs(self, words=WORDS):
        return {f"{self.pick(IDS)}{number}": self.pick(words) for number in range(self.random.randrange(5))}

    def data(self):
        return {self.pick(WORDS): self.pick(WORDS) for _ in range(self.random.randrange(1, 4))}


def arrived(method, host, target, headers, body=b""):
    headers = [[name, str(value)] for name, value in headers]
    return {"method": method, "host": host, "target": target, "headers": headers,
            "body_base64": base64.b64encode(body).decode()}


AKSK = {"access_key": "AK", "secret_key": "SK1"}
BCE = {"access_key_id": "AK", "secret_access_key": "SK1"}


class HuaweiPython:
    """The headers are those of the SDK's `Client` and `BasicCredentials`."""

    scheme, name, settings = "huawei/sdk-hmac-sha256", "huaweicloudsdkcore 3.1.219", AKSK
    policies = ["allow_unsigned_body", "allow_escaped_slashes", "allow_trailing_slash"]

    def request(self, made):
        method, host = made.method(), made.pick(HOSTS)
        words = [*IDS, *WORDS, *(["a/b"] if made.chance(5) else [])]
        path = "/" + "/".join(quote(segment, safe="") for segment in made.segments(words))
        path += "/" if made.chance(5) else ""
        headers = {"User-Agent": "huaweicloud-usdk-python/3.0", "X-Project-Id": "0ae2"}
        body = b""
        if method in ("POST", "PUT"):
            body = json.dumps(made.data()).encode()
        if made.chance(10):
            headers["Content-Type"] = made.pick(["application/octet-stream", "application/x-www-form-urlencoded"])
            body = b"" if made.chance(30) else b"a=b"
        headers.setdefault("Content-Type", "application/json")
        query = list(made.pairs().items())
        if made.chance(20):
            query.append(("tags", [made.pick(WORDS) for _ in range(3)]))
        given = SdkRequest(method=method, schema="https", host=host, resource_path=path, query_params=query,
                           header_params=headers, body=body)
        signed = Signer(types.SimpleNamespace(ak="AK", sk="SK1")).sign(given)
        return arrived(method, host, signed.uri, signed.header_params.items(), body)


class Node:
    """An SDK whose client says what it would send."""

    def __init__(self, node):
        self.node = node

    def ask(self, module, **question):
        return self.node.ask({"module": module, "default": True, **question})


class HuaweiNode(Node):
    scheme, name, settings = "huawei/sdk-hmac-sha256", "@huaweicloud/huaweicloud-sdk-core 3.1.211", AKSK
    policies = []

    def request(self, made):
        # A path that has to be escaped is signed as if it was escaped twice, which no server reads.
        method = made.method()
        data = made.data() if method in ("POST", "PUT") else None
        query = made.pairs()
        if made.chance(20):
            query["tags"] = [made.pick(WORDS) for _ in range(3)]
        host = made.pick(HOSTS)
        answer = self.ask("huawei", method=method, endpoint=f"https://{host}", segments=made.segments(IDS),
                          query=query, data=data, ak="AK", sk="SK1")
        body = (answer["body"] or "").encode()
        return arrived(method, host, answer["target"], answer["headers"], body)


class BaiduPython:
    scheme, name, settings = "baidu/bce-auth-v1", "bce-python-sdk 0.9.79", BCE
    policies = []

    def request(self, made):
        method, host = made.method(), made.pick(HOSTS)
        body = json.dumps(made.data()).encode() if method in ("POST", "PUT") else None
        headers = {b"Content-Type": b"application/json"} if body or made.chance(50) else {}
        if made.chance(30):
            headers[b"x-bce-meta-" + made.pick(IDS).encode().replace(b"~", b"")] = made.pick(WORDS).encode()
            headers[b"x-bce-meta-a"] = made.pick(WORDS).encode()
        path = baidu_utils.normalize_string("/" + "/".join(made.segments(WORDS)), False)
        params = {key.encode(): value.encode() for key, value in made.pairs().items()}
        if made.chance(20):
            params[b"acl"] = b""
        config = copy.copy(bce_client_configuration.DEFAULT_CONFIG)
        config.merge_non_none_values(bce_client_configuration.BceClientConfiguration(
            credentials=bce_credentials.BceCredentials("AK", "SK1"), endpoint=f"https://{host}".encode(),
            protocol=protocol.HTTPS))
        sent = {}

        def send(connection, verb, uri, headers, body, size):
            sent.update(target=text(uri), headers=[(text(name), text(value)) for name, value in headers.items()])
            response = types.SimpleNamespace(status=200, getheaders=list, read=bytes, close=lambda: None)
            return response

        bce_http_client._send_http_request = send
        bce_http_client.send_request(config, bce_v1_signer.sign, [lambda *_: True], method.encode(), path, body,
                                     headers, params)
        return arrived(method, host, sent["target"], sent["headers"], body or b"")


class BaiduNode(Node):
    scheme, name, settings = "baidu/bce-auth-v1", "@baiducloud/sdk 1.0.7", BCE
    policies = []

    def request(self, made):
        method, host = made.method(), made.pick(HOSTS)
        body = json.dumps(made.data()) if method in ("POST", "PUT") else ""
        headers = {}
        if made.chance(30):
            # In this order the list is not sorted: `:` sorts after `-`.
            headers = {"x-bce-meta-a": made.pick(WORDS), "x-bce-meta-a-b": made.pick(WORDS)}
        answer = self.ask("baidu", method=method, endpoint=f"https://{host}", segments=made.segments(WORDS),
                          params=made.pairs(), headers=headers, body=body, ak="AK", sk="SK1")
        return arrived(method, host, answer["target"], answer["headers"], body.encode())


def random_hex(made):
    return f"{made.random.getrandbits(64):016x}"


class Sample:
    """A documented sample or an SDK that answers a vector line."""

    policies = []

    def __init__(self, sdk, credential, options=None, headers=(), nonce=random_hex):
        self.sdk, self.scheme, self.name = sdk, sdk.scheme, f"{sdk.scheme}: {sdk.name}"
        self.credential, self.options, self.headers, self.nonce = credential, options or {}, list(headers), nonce
        self.name += "".join(f", {value}" for value in self.options.values())
        self.settings = {key: str(value) for key, value in (credential | self.options).items()}

    def request(self, made):
        # The SDKs of one scheme encode a blank and a tilde in different ways.
        avoided = set("& ~" if self.scheme == "iflytek/access-key" else "&")
        words = [word for word in WORDS if not set(word) & avoided]
        url = "https://service.example.com/v1?" + urlencode(made.pairs(words))
        body = base64.b64encode(made.pick([b"{}", b'{"a":1}'])).decode()
        line = {"id": "default", "scheme": self.scheme, "credential": self.credential, "options": self.options,
                "time": int(time.time()), "nonce": self.nonce(made),
                "request": {"method": "POST", "url": url, "headers": self.headers, "body_base64": body}}
        answer = self.sdk.answer(line, set())
        pairs = "&".join(f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in answer["query"])
        target = url.removeprefix("https://service.example.com").rstrip("?")
        target += ("&" if "?" in target else "?") + pairs if pairs else ""
        return arrived("POST", "service.example.com", target, self.headers + answer["headers"], base64.b64decode(body))


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def sdks(node):
    both = lambda scheme: [samples.Python(scheme), samples.Node(scheme, node)]
    gateway = {"appkey": "k", "access_token": "token"}
    zego = {"app_id": 12345, "server_secret": "9193cc662a4c0ec135ec71fb57194b38"}
    signa = {"app_id": "zmeet", "secret": "secret"}
    dialect = {"dialect": "rtasr", "placement": "query"}
    api_key = {"secret_id": "AKIDEXAMPLE", "secret_key": "secret"}
    speech = api_key | {"app_id": "1259220000"}
    number = lambda made: str(made.random.randrange(1, 2**31))
    xfyun = {"api_key": "key", "api_secret": "secret"}
    own = [iflytek.HmacPython, samples.Python]
    product = xfyun | {"app_id": "71c7b87d"}
    json_type = [["content-type", "application/json"]]
    return [
        HuaweiPython(), HuaweiNode(node), BaiduPython(), BaiduNode(node),
        *(Sample(sdk, gateway) for sdk in both("tencent/ivh-apaas")),
        *(Sample(sdk, zego) for sdk in both("zego/server-api-v2")),
        *(Sample(sdk, signa, dialect) for sdk in [iflytek.Python(), *both("iflytek/signa")]),
        *(Sample(sdk, api_key, {"service": "cvm"}, json_type) for sdk in [tencent.Python(), tencent.Node(node)]),
        *(Sample(sdk, speech, {"api": api}, nonce=number) for sdk in both("tencent/speech-hmac-sha1")
          for api in ["asr-v2", "asr-flash", "tts-stream", "vc-stream"]),
        *(Sample(sdk(scheme), xfyun, headers=json_type) for scheme in ["iflytek/hmac-url", "iflytek/http-digest"]
          for sdk in own),
        *(Sample(sdk, product, {"api": api}) for sdk in [iflytek.AccessKeyPython(), *both("iflytek/access-key")]
          for api in ["compliance", "rtasr-llm", "ifasr-llm"]),
        *(Sample(sdk, {"app_id": "id", "app_key": "key"}, {"placement": placement, "spelling": "millis"})
          for sdk in both("baidu/xiling") for placement in ["header", "query"]),
    ]


# What the signatures cover, as kinds of changes.
COVERED = {
    "huawei/sdk-hmac-sha256": ["method", "path", "query", "header", "host", "drop"],
    "baidu/bce-auth-v1": ["method", "path", "query", "header", "host", "drop"],
    "tencent/tc3-hmac-sha256": ["method", "path", "header", "drop", "body"],
    "tencent/ivh-apaas": ["query", "value"],
    "tencent/speech-hmac-sha1": ["path", "query", "value"],
    "iflytek/hmac-url": ["method", "path"],
    "iflytek/http-digest": ["method", "path", "body"],
    "iflytek/access-key": ["query"],
}


def tampered(scheme, request, covered, made):
    """The request with one covered place changed."""
    request = json.loads(json.dumps(request))
    target, headers = request["target"], request["headers"]
    position = {name.lower(): at for at, (name, _) in enumerate(headers)}
    kinds = ["signature", *COVERED.get(scheme, [])]
    if scheme == "huawei/sdk-hmac-sha256" and "x-sdk-content-sha256" not in position:
        kinds.append("body")
    kind = made.pick(kinds)
    if kind == "method":
        request["method"] = "PATCH"
    elif kind == "path":
        path, mark, query = target.partition("?")
        request["target"] = path + made.pick(["x", "/x", "%20", "//x"]) + mark + query
    elif kind == "query":
        request["target"] = target + ("&" if "?" in target else "?") + "added=1"
    elif kind == "value":
        request["target"] = re.sub("([tT]imestamp)=1", r"\1=%31%31", target)
    elif kind == "body":
        request["body_base64"] = base64.b64encode(b"another").decode()
    elif kind == "host":
        headers[position["host"]][1] = made.pick(["other.example.com", "service.example.com:80", "service.example.org"])
    elif kind in ("header", "drop"):
        at = position[made.pick([name for name in covered if name != "host"])]
        if kind == "drop":
            del headers[at]
        else:
            headers[at][1] += "x"
    else:
        change_signature(scheme, request, position, made)
    return kind, request


def change_signature(scheme, request, position, made):
    """Changes the signature where the request has it."""
    names = [name for name in ("authorization", "signature") if name in position]
    if names:
        field = request["headers"][position[names[0]]]
        if scheme == "iflytek/http-digest":
            field[1] = re.sub('signature="(.)', lambda found: 'signature="' + flipped(found[1]), field[1])
        elif scheme == "baidu/xiling":
            field[1] = re.sub("/(.)", lambda found: "/" + flipped(found[1]), field[1], count=1)
        elif scheme in ("tencent/speech-hmac-sha1", "iflytek/access-key"):
            field[1] = flipped(field[1])
        else:
            flip(field, made)
        return
    path, _, query = request["target"].partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    own = ("signature", "signa", "authorization")
    pairs = [(name, flipped(value) if name.lower() in own else value) for name, value in pairs]
    pairs = [(name, value.replace("/", "/0", 1) if name == "token" else value) for name, value in pairs]
    request["target"] = path + "?" + urlencode(pairs)


def flip(field, made):
    """Changes one of the last 64 hexadecimal digits."""
    at = len(field[1]) - 1 - made.random.randrange(64)
    field[1] = field[1][:at] + flipped(field[1][at:])


def flipped(text):
    """The text with another first letter, which hexadecimal and base64 have, too."""
    return ("0" if text[0] != "0" else "1") + text[1:]


class Verifying:
    def __init__(self, program, node, seed):
        self.process, self.node, self.seed = LineProcess(program), node, seed
        self.rows = []

    def ask(self, sdk, requests, policies):
        now = int(time.time())
        questions = [{"id": at, "scheme": sdk.scheme, "settings": sdk.settings, "policies": policies, "now": now,
                      "request": request} for at, request in enumerate(requests)]
        return self.process.ask_all(questions)

    def run(self, count):
        for sdk in sdks(self.node):
            made = Requests(f"{self.seed} {sdk.name}")
            requests = [sdk.request(made) for _ in range(count)]
            answers = self.ask(sdk, requests, [])
            needed = collections.Counter()
            allowed = self.ask(sdk, requests, sdk.policies)
            for request, strict, answer in zip(requests, answers, allowed):
                if answer["reason"]:
                    raise Failure(f"{sdk.name}: {answer}\n{json.dumps(request)}")
                if strict["reason"]:
                    needed[strict["reason"]] += 1
            unneeded = [policy for policy in sdk.policies if self.is_unneeded(sdk, requests, answers, policy)]
            if unneeded and count >= 500:
                raise Failure(f"{sdk.name}: no request needed {unneeded}")
            kinds = collections.Counter()
            changed = [tampered(sdk.scheme, request, answer["covered"], made)
                       for request, answer in zip(requests, allowed)]
            for (kind, request), answer in zip(changed, self.ask(sdk, [r for _, r in changed], LENIENT)):
                kinds[kind] += 1
                if not answer["reason"]:
                    raise Failure(f"{sdk.name}: accepted with another {kind}\n{json.dumps(request)}")
            self.rows.append((sdk, count, needed, kinds))
            print(f"verified {sdk.name}: {count}", flush=True)

    def is_unneeded(self, sdk, requests, answers, policy):
        """Whether all requests are accepted without `policy`."""
        rejected = [request for request, answer in zip(requests, answers) if answer["reason"]]
        others = [other for other in sdk.policies if other != policy]
        return all(not answer["reason"] for answer in self.ask(sdk, rejected, others))

    def print(self):
        print("\nsigned by default, and verified:")
        for sdk, count, needed, kinds in self.rows:
            with_policy = ", ".join(f"{number} {reason}" for reason, number in needed.items()) or "none"
            print(f"{sdk.name} | {count - needed.total()} directly | {with_policy} without {sdk.policies} | "
                  f"{kinds.total()} changed and rejected")

    def close(self):
        self.process.close()
