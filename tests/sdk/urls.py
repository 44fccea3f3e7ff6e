"""URLs at random: every legal spelling, many pairs, all forms of a host, and what is refused."""

import string

from hosts import shortest

UNRESERVED = "ABCXYZabcxyz0189-._~"
RESERVED = "!$&'()*+,;=:@/?#[]%"
RARE = " \"<>^`{|}\\\t\r\n\x00\x7f"
# Two ways to sort text differ where a letter beyond U+FFFF meets one from U+E000 on.
WIDE = ["é", "e\u0301", "中", "数字人", "😀", "\ue000", "\uffee", "\U00010000", "\u00a0", "\u3000", "ß", "İ"]
NOT_UTF8 = [b"\xff", b"\xc0\xaf", b"\xe4\xb8", b"\x80"]

PATH_RAW = set(map(ord, string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@\"<>[]^`{|}"))
KEY_RAW = PATH_RAW - {ord("&"), ord("="), ord("+")} | {ord("/"), ord("?")}
VALUE_RAW = KEY_RAW | {ord("=")}

KEYS = ["a", "a1", "a10", "a2", "a-b", "a_b", "a.b", "a~", "ab", "A", "aB", "a[0]", "a b", "", "b", "limit",
        "é", "\ue000", "\U00010000", "authorization", "Authorization", "signature", "Signature", "appkey", "accessKeyId", "utc",
        "uuid", "dateTime", "signatureRandom", "date", "host", "token",
        "timestamp", "requestid", "AppId", "Timestamp", "SignatureNonce", "SignatureVersion", "appid", "appId",
        "ts", "signa", "x-bce-security-token", "X-Bce-Security-Token", "Action", "RoomId[]", "toString", "APPKEY", "Ts",
        "x-bce-date"]

HOSTS = ["service.region.example.com", "Service.Region.EXAMPLE.com", "bj.bcebos.com", "gw.tvs.qq.com", "h",
         "xn--fiq228c.example", "a_b.example", "localhost", "LocalHost", "api.localhost", "trailing.example.",
         "1.example", "a.0xg", "a~b.example", "a..b", "h.."]
IPV4 = ["127.0.0.1", "127.255.0.3", "10.1.2.3", "0.0.0.0", "255.255.255.255"]
IPV6 = ["[2001:db8::1]", "[2001:DB8::1]", "[::1]", "[::]", "[::ffff:7f00:1]", "[::7f00:1]", "[1:2:3:4:5:6:7:8]",
        "[1:0:3:4:5:6:7:8]", "[fe80::1]", "[64:FF9B::102:304]"]
PORTS = [":80", ":443", ":8443", ":08443", ":", ":65535", ":0443", ":0", ":00", ":000000000000000000000080"]

# By what is wrong with them, so that each fault is as frequent.
NOT_HOSTS = [
    ["", ":443", "::1"],
    ["h%41", "a,b", "a*b", "a'b", "(a)", "h|i", "h^", "<h>", "h{}"],
    ["1.2.3", "127.1", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.08", "0x7f.1", "0X7F000001", "2130706433", "1.2.3.4.",
     "a.b.0x", "h.1", "99999999999"],
    ["[::1", "[", "[1:2"],
    ["[]", "[1::2::3]", "[g::1]", "[1:2:3:4:5:6:7]", "[fe80::1%25eth0]", "[::ffff:127.0.0.1]", "[::1.2.3.4]",
     "[0:0:0:0:0:0:0:1]", "[1::0]", "[2001:0db8::1]", "[1:2:3:4:5:6:7::]", "[1::3:4:5:6:7:8]", "[127.0.0.1]"],
]
NOT_PORTS = [[":x", ":-1", ":+80", ":1e3", ":80:80", ":0x50", ":8443a"], [":65536", ":99999999999999999999"]]
USERS = ["u@", "u:p@", "@", ":@", "u%40:p%3A@", "u@v@", "[@"]
NOT_SCHEMES = ["ftp://", "file://", "htp://", "httpss://", "://", "1http://", "h2://", "//", "", "https:/", "https:",
               "http+unix://"]


class Urls:
    """A part of `Generator`, which has the random numbers."""

    def data(self, most=6):
        """Bytes that mean something to one of the encodings."""
        pieces = []
        for _ in range(self.random.randrange(most + 1)):
            kind = self.random.random()
            if kind < 0.55:
                pieces.append(self.pick(UNRESERVED).encode())
            elif kind < 0.75:
                pieces.append(self.pick(RESERVED).encode())
            elif kind < 0.85:
                pieces.append(self.pick(RARE).encode())
            elif kind < 0.992:
                pieces.append(self.pick(WIDE).encode())
            else:
                pieces.append(self.pick(NOT_UTF8))
        return self.value_bytes(b"".join(pieces))

    def value_bytes(self, data):
        """Mostly without what iFlytek's SDKs sign in different ways."""
        return data if self.scheme != "iflytek/access-key" or self.chance(0.2) else data.translate(None, b" *~")

    def name_bytes(self, data):
        if self.scheme != "iflytek/access-key" or self.chance(0.2):
            return data
        return bytes(byte for byte in data if chr(byte).isascii() and (chr(byte).isalnum() or byte in b"-_."))

    def spelled(self, data, raw, form):
        """One of the legal spellings of the bytes."""
        spelling = []
        for byte in data:
            if byte in raw and not self.chance(8):
                spelling.append(chr(byte))
            elif byte == 0x20 and form == "query" and self.chance(50):
                spelling.append("+")
            else:
                digits = [self.pick([d.lower(), d.upper()]) for d in f"{byte:02x}"]
                spelling.append("%" + "".join(digits))
        return "".join(spelling)

    def path(self):
        if self.chance(6):
            return ""
        if self.chance(0.4):
            return self.long_text("/", PATH_RAW)
        segments = []
        for _ in range(self.random.randrange(5)):
            segment = self.data(5).replace(b"/", b"" if self.chance(80) else b"/")
            if self.chance(2):
                segment = self.pick([b".", b"..", b"...", b"..a", b"%2e", b"a;b=c"])
            if self.chance(5):
                segment = self.pick([segment + b"/", b"/" + segment])  # An escaped slash at an end.
            segments.append(self.spelled(segment, PATH_RAW, "path"))
        return "/" + "/".join(segments) + ("/" if self.chance(15) else "")

    def long_text(self, front, raw):
        """20,000 to 60,000 letters."""
        piece = front + self.spelled(self.data(20).replace(b"/", b"") + b"x", raw, "")
        return piece * (self.random.randrange(20_000, 60_000) // len(piece) + 1)

    def key(self):
        data = self.pick(KEYS).encode() if self.chance(80) else self.data(3)
        return self.spelled(self.name_bytes(data), KEY_RAW, "query")

    def pair(self, key):
        return key if self.chance(10) else key + "=" + self.spelled(self.data(), VALUE_RAW, "query")

    def query(self):
        pieces = self.many_pairs() if self.chance(1.4) else self.few_pairs()
        if self.chance(0.4):
            pieces.append(f"{self.key()}={self.long_text('', VALUE_RAW)}")
        text = "&".join(pieces) + ("&" if self.chance(4) else "")
        return "?" + text if text or self.chance(5) else ""

    def few_pairs(self):
        pieces = []
        for _ in range(self.random.randrange(7) if self.chance(80) else 0):
            is_repeat = pieces and self.chance(15)
            pieces.append(self.pair(pieces[-1].partition("=")[0] if is_repeat else self.key()))
            if self.chance(4):
                pieces.append("")
        return pieces

    def many_pairs(self):
        """9 to 700 pairs. Their names begin alike for longer than a number of 64 bits reaches, or not."""
        count = self.random.randrange(9, self.pick([17, 65, 701]))
        front = b"".join(self.data(4) for _ in range(self.random.randrange(5)))
        pieces = []
        while len(pieces) < count:
            if pieces and self.chance(10):
                pieces.append(self.pick([self.pick(pieces), self.pair(self.pick(pieces).partition("=")[0])]))
            elif self.chance(15):
                pieces.append(self.pair(self.key()))
            else:
                letters = bytes(self.random.choices(b"ab-1~", k=self.random.randrange(12)))
                pieces.append(self.pair(self.spelled(self.name_bytes(front + letters), KEY_RAW, "query")))
        return sorted(pieces) if self.chance(10) else pieces

    def host(self):
        kind = self.random.random()
        if kind < 0.7:
            return self.pick(HOSTS)
        if kind < 0.85:
            return self.pick([self.pick(IPV4), ".".join(str(self.random.randrange(256)) for _ in range(4))])
        return self.pick([self.pick(IPV6), self.ipv6()])

    def ipv6(self):
        """Mostly in the shortest form, the only one that is taken."""
        groups = [self.random.getrandbits(self.pick([1, 8, 16])) if self.chance(40) else 0 for _ in range(8)]
        full = ":".join(self.pick([f"{group:x}"] * 9 + [f"{group:04x}"]) for group in groups)
        text = full if self.chance(5) else shortest(full)
        return f"[{self.pick([text, text, text.upper()])}]"

    def authority(self, faulty=3):
        if self.chance(faulty):
            return self.wrong_authority()
        return self.host() + (self.pick(PORTS) if self.chance(30) else "")

    def wrong_authority(self):
        part = self.pick([*NOT_HOSTS, *NOT_PORTS, USERS])
        text = self.pick(part)
        if part is USERS:
            return text + self.host()
        return self.host() + text if part in NOT_PORTS else text

    def scheme_text(self):
        if self.chance(1):
            return self.pick(NOT_SCHEMES)
        clear = self.chance(20) if self.scheme.split("/")[0] in ("huawei", "baidu", "tencent") else self.chance(4)
        return self.pick(["http", "ws", "HTTP"] if clear else ["https", "https", "wss", "HTTPS", "Wss"]) + "://"

    def url(self):
        front = self.scheme_text() + self.authority()
        fragment = self.pick(["#", "#frag?x=1", "#a/b"]) if self.chance(4) else ""
        rest = f"{self.path()}{self.query()}{fragment}"
        if self.chance(1):
            fault = self.pick(["%", "%4", "%zz", " ", "é", "\\"])
            rest = f"{rest[:1] or '?'}{fault}{rest[1:]}"
        return front + rest
