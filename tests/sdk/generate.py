"""Vector lines at random, made to reach the rules and traps of the specifications.

    generate.py SCHEME COUNT SEED

Each line has a random generator of its own, so that line 17 of a seed is the same whatever the
count is.
"""

import base64
import json
import random
import sys

from urls import UNRESERVED, WIDE, Urls

SCHEMES = [
    "huawei/sdk-hmac-sha256",
    "baidu/bce-auth-v1",
    "tencent/ivh-apaas",
    "tencent/tc3-hmac-sha256",
    "tencent/speech-hmac-sha1",
    "zego/server-api-v2",
    "iflytek/signa",
    "iflytek/hmac-url",
    "iflytek/http-digest",
    "iflytek/access-key",
    "baidu/xiling",
]

TC3, SPEECH = "tencent/tc3-hmac-sha256", "tencent/speech-hmac-sha1"
MAKERS = {TC3: "tc3", SPEECH: "speech"}
AS_SENT = {TC3, SPEECH}

NAMES = ["X-Tag", "x-a", "x-a-b", "x-a1", "x-ab", "X-A.B", "x-a_b", "X_Under", "x-a~b", "x-a!b", "X-Request-Id",
         "x-project-id", "X-Domain-Id", "x-security-token", "x-auth-token", "X-Sdk-Date", "Authorization",
         "x-bce-a", "x-bce-a1", "x-bce-a-b", "x-bce-a_b", "x-bce-ab", "x-bce-a!b", "X-Bce-Meta-Key",
         "x-bce-date", "x-bce-request-id", "x-bce-security-token", "X-Bce-Signature", "Date", "Accept",
         "User-Agent", "Cookie", "Content-Md5", "Content-Length", "x-app-key", "X-Timestamp", "X-App-Signature",
         "appId", "timestamp", "signature", "My-Header1"]

CONTENT_TYPES = ["application/json", "application/json; charset=utf-8", "text/plain", "application/bson", "",
                 "multipart/form-data; boundary=x", "Multipart/Mixed", "application/octet-stream", " text/html ",
                 "application/x-www-form-urlencoded"]

# More than is signed with a key pair: 12 MB, where one is 1024 * 1024 bytes.
TOO_LARGE = 12 * 1024 * 1024 + 1

TC3_METHODS = ["GET"] * 10 + ["POST"] * 10 + ["PUT", "DELETE", "HEAD"]
METHODS = ["GET", "GET", "GET", "POST", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "M-SEARCH"]


def at_most_thrice(headers):
    """A name of two letters has four spellings, which is what tells repeats apart in JavaScript."""
    seen = {}
    kept = []
    for name, value in headers:
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        if seen[name.lower()] <= 3:
            kept.append([name, value])
    return kept


class Generator(Urls):
    def __init__(self, scheme, seed, number):
        self.random = random.Random(f"{seed} {scheme} {number}")
        self.scheme = scheme
        self.number = number

    def chance(self, percent):
        return self.random.random() * 100 < percent

    def pick(self, items):
        return self.random.choice(items)

    def line(self):
        of_scheme = getattr(self, self.scheme.translate(str.maketrans("/-", "__")), None)
        credential, options = (of_scheme or getattr(self, MAKERS.get(self.scheme) or self.scheme.split("/")[0]))()
        headers = self.tc3_headers() if self.scheme == TC3 else self.headers()
        method = "get" if self.chance(0.4) else self.pick(METHODS if self.scheme != TC3 else TC3_METHODS)
        line = {
            "id": f"random-{self.scheme.split('/')[0]}-{self.number}",
            "scheme": self.scheme,
            "source": "generated",
            "note": "",
            "published": False,
            "credential": credential,
            "options": options,
            "time": self.time(),
            "nonce": self.nonce_of(options),
            "request": {"method": method, "url": self.sent_url(), "headers": headers,
                        "body_base64": base64.b64encode(self.body()).decode()},
            "expect": {},
        }
        if self.chance(1.2):
            self.enlarge(line["request"])
        self.choose_signed_headers(line)
        return line

    # The parts of a request

    def time(self):
        if self.chance(1):
            return self.pick([-1, 253402300800, 1700000000000])
        edges = [0, 1, 951782399, 951782400, 1709164800, 4102444799, 253402300799]
        return self.pick(edges) if self.chance(10) else self.random.randrange(10**9, 2 * 10**9)

    def value(self):
        if self.chance(5):
            return self.pick(["", "   ", "\t", " \t "])
        letters = [chr(code) for code in range(0x21, 0x7f)]
        pieces = [self.pick(letters) if self.chance(75) else self.pick([" ", "  ", "\t", *WIDE])
                  for _ in range(self.random.randrange(9))]
        value = "".join(pieces)
        return self.pick(["  ", "\t", " \t"]) + value + self.pick([" ", "\t\t"]) if self.chance(20) else value

    def headers(self):
        headers = []
        for _ in range(self.pick([0] * 10 + [1] * 9 + [2])):
            headers.append([self.pick([self.cased("Content-Type"), "content-type"]), self.pick(CONTENT_TYPES)])
        for _ in range(self.random.randrange(6)):
            headers.append([self.cased(self.pick(NAMES)), self.value()])
            if self.chance(12):
                headers.append([self.cased(headers[-1][0]), self.value()])
        for _ in range(self.pick([0] * 47 + [1, 1, 1, 2])):
            hash_value = self.pick(["UNSIGNED-PAYLOAD", "ab" * 32, "wrong", "", " \t", " UNSIGNED-PAYLOAD "])
            headers.append([self.cased("X-Sdk-Content-Sha256"), hash_value])
            if self.chance(30):
                headers.append(["Authorization", "SDK-HMAC-SHA256 Access=old, SignedHeaders=host, Signature=00"])
        if self.chance(8):
            headers.append([self.cased("Host"), self.pick(["", " "]) + self.authority(faulty=10)])
            if self.chance(10):
                headers.append(["host", "second.example"])
        if self.chance(0.3):
            headers.append(["x-a", self.pick(["a\r\nb", "\x00", "\x7f"])])
        self.random.shuffle(headers)
        return at_most_thrice(headers)

    def cased(self, name):
        return self.pick([name, name, name.lower(), name.upper(), name.title(), name.swapcase()])

    def enlarge(self, request):
        """The body or the headers become large; of the URL, `Urls` makes large parts itself."""
        self.pick([self.large_body, self.long_header, self.many_headers])(request)

    def large_body(self, request):
        request["body_base64"] = base64.b64encode(self.random.randbytes(self.random.randrange(2**16, 2**17))).decode()

    def long_header(self, request):
        value = (self.value() + "x") * self.random.randrange(1000, 8000)
        request["headers"].append([self.cased(self.pick(["x-bce-long", "X-Long"])), value])

    def many_headers(self, request):
        for number in range(self.random.randrange(64, 257)):
            name = self.pick(["x-bce-n{}", "X-N-{}", "n{}", "x-a-long-beginning-{}"]).format(number)
            request["headers"].append([self.cased(name), self.value()])
            if self.chance(3):
                request["headers"].append([self.cased(name), self.value()])
        self.random.shuffle(request["headers"])

    def body(self):
        if self.scheme.startswith("huawei/") and self.number % 2000 == 999:
            return bytes(TOO_LARGE)
        kind = self.random.random()
        if kind < 0.4:
            return b""
        if kind < 0.7:
            text = {"key": self.value(), "数": [1, 2.5, None]}
            if self.chance(70):
                return json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode()
            return json.dumps(text).encode()
        if kind < 0.9:
            return self.random.randbytes(self.random.randrange(1, 300))
        return self.data(40)

    def sent_url(self):
        """Schemes that sign a part of the URL as it stands refuse letters that clients rewrite."""
        url = self.url()
        if self.scheme not in AS_SENT or self.chance(10):
            return url
        end = url.find("?") if self.scheme == SPEECH and "?" in url else len(url)
        start = url.find("/", url.find("://") + 3)
        start = min((at for at in (start, url.find("?")) if at >= 0), default=end)
        rest = "".join(f"%{ord(c):02X}" if c in "\"'<>^`{|}" else c for c in url[start:end])
        return url[:start] + rest + url[end:]

    def tc3_headers(self):
        # Huawei's header would state the payload, which is left to the scheme's own.
        headers = [header for header in self.headers() if header[0].lower() != "x-sdk-content-sha256"]
        if self.chance(93) and not any(name.lower() == "content-type" for name, _ in headers):
            headers.append([self.cased("Content-Type"), self.pick([*CONTENT_TYPES, "Text/PLAIN; a=Ä"])])
        for name in ["X-TC-Action", "X-TC-Version", "X-TC-Region"]:
            if self.chance(70):
                headers.append([self.cased(name), self.pick(["DescribeInstances", "2017-03-12", self.value()])])
        if self.chance(8):
            stated = self.pick(["UNSIGNED-PAYLOAD"] * 5 + [" UNSIGNED-PAYLOAD ", "ab" * 32, ""])
            headers.append([self.cased("X-TC-Content-SHA256"), stated])
        if self.chance(8):
            headers.append(["Authorization", "TC3-HMAC-SHA256 Credential=old/2019-01-01/cvm/tc3_request"])
            headers.append([self.cased(self.pick(["X-TC-Timestamp", "X-TC-Token"])), "1546300800"])
        self.random.shuffle(headers)
        return at_most_thrice(headers)

    def nonce_of(self, options):
        if self.scheme == SPEECH and options["api"] not in ("asr-flash", "tts-stream", "vc-stream"):
            if self.chance(2):
                return self.pick([None, "", "0", "01", "2147483648", "-1", "a"])
            return str(self.pick([1, 2147483647, self.random.randrange(1, 2**31)]))
        if self.scheme == "iflytek/access-key":
            return self.nonce_of_access_key(options["api"])
        return self.nonce() if self.scheme.startswith("zego/") else None

    def nonce(self):
        if self.chance(1):
            return self.pick([None, "", "a\nb"])
        return self.pick([f"{self.random.getrandbits(64):016x}", "a b+c/d=e&f", "随机串", "0", " padded ",
                          str(self.random.getrandbits(40))])

    def nonce_of_access_key(self, api):
        if self.chance(1):
            return self.pick([None, "", "a_b", "a" * 65, "a" * 15, "a b"])
        letters = "abcXYZ0189" + ("" if api == "ifasr-llm" else "-")
        count = 16 if api == "ifasr-llm" else self.pick([1, 32, 36, 64])
        return "".join(self.pick(letters) for _ in range(count))

    # Credentials and options of the schemes

    def secret(self):
        letters = UNRESERVED + "+/=!$&'()*,;:@ \"\\"
        text = "".join(self.pick(letters) if self.chance(92) else self.pick(["密钥", "é", "😀"])
                       for _ in range(self.random.randrange(1, 90))).strip() or "s"
        return text + " " if self.chance(0.4) else text

    def identifier(self):
        letters = "ABCDEFabcdef0123456789-._~+=:@!"
        text = "".join(self.pick(letters) for _ in range(self.random.randrange(1, 33)))
        return text + "é" if self.chance(0.4) else text

    def token(self):
        letters = "ABCabc019+/=-_"
        return "tok" + "".join(self.pick(letters) for _ in range(self.random.randrange(5, 60)))

    def huawei(self):
        credential = {"access_key": self.identifier(), "secret_key": self.secret()}
        for key, value in [("security_token", self.token), ("project_id", self.identifier), ("domain_id", self.identifier)]:
            if self.chance(20):
                credential[key] = value()
        return credential, {}

    def baidu(self):
        credential = {"access_key_id": self.identifier(), "secret_access_key": self.secret()}
        if self.chance(25):
            credential["session_token"] = self.token()
        options = {}
        if self.chance(60):
            options["placement"] = self.pick(["header", "query", "query", "x-bce-signature"])
        if self.chance(50):
            options["expires_in"] = self.pick([1, 60, 1800, 86400, 604800])
            if self.chance(1):
                options["expires_in"] = 0
            elif self.chance(20 if options.get("placement") == "query" else 1):
                options["expires_in"] = -1
        return credential, options

    def tencent(self):
        credential = {"appkey": self.pick([self.identifier(), self.secret()]), "access_token": self.secret()}
        return credential, {"requestid": self.secret()} if self.chance(40) else {}

    def api_key(self, token_chance):
        credential = {"secret_id": self.identifier(), "secret_key": self.secret()}
        if self.chance(0.4):
            credential["secret_id"] += self.pick(["/x", ",x"])
        if self.chance(token_chance):
            credential["token"] = self.token()
        return credential

    def tc3(self):
        service = "" if self.chance(0.2) else self.pick(["cvm", "hunyuan", "lkeap", "tmt", "ivh"])
        return self.api_key(25), {"service": service}

    def speech(self):
        api = self.pick(["asr-v2", "speech-translate", "virtual-number", "soe", "asr-flash", "tts-stream", "vc-stream"])
        takes_token = api not in ("asr-flash", "tts-stream", "vc-stream")
        credential = self.api_key(25 if takes_token else 0.5) | {"app_id": str(self.random.getrandbits(31))}
        options = {"api": api}
        if self.chance(40) and (api != "asr-flash" or self.chance(2)):
            options["expires_in"] = self.pick([1, 60, 86400, 7775999])
        if self.chance(0.5):
            options["expires_in"] = self.pick([0, 7776000])
        return credential, options

    def zego(self):
        app_id = self.pick([0, 1, 12, 12345, 4294967295, self.random.getrandbits(32)])
        options = {"allow_clear_text": True} if self.chance(5) else {}
        return {"app_id": app_id, "server_secret": self.secret()}, options

    def iflytek(self):
        dialect, placement = self.pick([("abcpen", "header"), ("abcpen", "query"), ("rtasr", "query"),
                                        ("lfasr-v2", "query"), ("aippt-v2", "header")])
        app_id = self.identifier() if placement == "header" else self.pick([self.identifier(), self.secret()])
        options = {"dialect": dialect, "placement": placement}
        if self.chance(5):
            options["allow_clear_text"] = True
        return {"app_id": app_id, "secret": self.secret()}, options

    def iflytek_key(self):
        key = self.identifier()
        return {"api_key": key + '"' if self.chance(0.4) else key, "api_secret": self.secret()}

    def iflytek_hmac_url(self):
        return self.iflytek_key(), {}

    iflytek_http_digest = iflytek_hmac_url

    def iflytek_access_key(self):
        credential = {**self.iflytek_key(), "app_id": self.identifier()}
        for key in ("api_key", "app_id"):
            if not self.chance(0.4):
                credential[key] = credential[key].replace("~", "")  or "k"
        return credential, {"api": self.pick(["compliance", "rtasr-llm", "ifasr-llm"])}

    def baidu_xiling(self):
        credential = {"app_id": self.identifier() + ("/" if self.chance(0.4) else ""), "app_key": self.secret()}
        options = {"placement": self.pick(["header", "query"]), "spelling": self.pick(["millis", "seconds", "offset"])}
        if self.chance(50):
            options["expires_in"] = self.pick([1, 60, 3600, 86400, 4294967295]) if self.chance(99) else 0
        if self.chance(5):
            options["allow_clear_text"] = True
        return credential, options

    def choose_signed_headers(self, line):
        if self.scheme == TC3:
            return self.choose_tc3_headers(line)
        own = {"huawei/sdk-hmac-sha256": "x-sdk-date", "baidu/bce-auth-v1": "host"}.get(self.scheme)
        if own is None or self.chance(45):
            return
        options, kind = line["options"], self.random.random()
        present = sorted({name.lower() for name, _ in line["request"]["headers"]})
        some = [name for name in present if self.chance(50)]
        if own == "x-sdk-date" and kind < 0.4:
            options["add_signed_headers"] = [self.cased(name) for name in some if "_" not in name]
            if self.chance(30):
                options["leave_out_signed_headers"] = [n for n in some if n not in ("host", own) and self.chance(50)]
            return
        if own == "host" and kind < 0.4:
            options["signed_headers"] = "document-default"
            return
        names = {own, *some} | ({"host"} if self.chance(85) else set())
        if own == "host" and options.get("placement") != "query" and self.chance(70):
            names.add("x-bce-date")
        if not self.chance(4):
            stale = {"authorization", "x-bce-signature", "x-auth-token"}
            token = {"security_token": "x-security-token", "session_token": "x-bce-security-token"}
            has_token = [token[key] for key in token if key in line["credential"]]
            in_query = options.get("placement") == "query"
            stale |= {"x-security-token", "x-bce-security-token"} - set([] if in_query else has_token)
            stale |= {"x-bce-date"} if in_query else set()
            stale |= {"x-sdk-content-sha256"} if "authorization" in present else set()
            names = {name for name in names if name not in stale and (own == "host" or "_" not in name)}
        names = [self.cased(name) for name in names]
        self.random.shuffle(names)
        options["signed_headers"] = sorted(names) if self.chance(50) else names

    def choose_tc3_headers(self, line):
        kind = self.random.random()
        if kind < 0.3:
            return
        names = {"content-type", "host"}
        if kind > 0.6:
            present = sorted({name.lower() for name, _ in line["request"]["headers"]})
            stale = {"authorization", "x-tc-token", "x-tc-timestamp", "x-tc-content-sha256"}
            names |= {name for name in present if name not in stale and self.chance(40)}
            if self.chance(30):
                names.add("x-tc-timestamp")
            if self.chance(2):
                names.add(self.pick(["x-missing", "a b"]))
            if self.chance(2):
                names.discard(self.pick(["content-type", "host"]))
        names = [self.cased(name) for name in sorted(names)]
        self.random.shuffle(names)
        line["options"]["signed_headers"] = names


def line(scheme, seed, number):
    return Generator(scheme, seed, number).line()


if __name__ == "__main__":
    for which in range(int(sys.argv[2])):
        print(json.dumps(line(sys.argv[1], sys.argv[3], which), ensure_ascii=False))
