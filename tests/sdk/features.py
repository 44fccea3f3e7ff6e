"""What the generator has to reach: a kind of request that no line was of is not compared at all."""

import base64
from collections import Counter
from os.path import commonprefix

from hosts import PARSER_SAYS, fault_of_authority, fault_of_target, split_port
from refusals import FRAGMENT_IS_DROPPED, LARGEST_HUAWEI_BODY, half_empty_headers, of_url
from wire import DEFAULT_PORTS, Wire, as_bytes, trim


class Signed:
    """A line that was signed, with what several of the kinds below ask for."""

    def __init__(self, line):
        self.line, self.wire = line, Wire(line)
        self.pairs = [(as_bytes(key), as_bytes(value)) for key, value in self.wire.decoded_pairs()]
        self.names = [key for key, _ in self.pairs]
        self.headers = [(name.lower(), trim(value)) for name, value in self.wire.headers]
        self.host, self.port = split_port(self.wire.authority)
        self.is_ipv6 = self.host.startswith("[")

    def has_pairs(self, least, most):
        return least <= len(self.pairs) <= most

    def has_many_pairs(self):
        return len(self.pairs) >= 9

    def is_alike(self):
        """Two of many names begin alike for eight bytes more than all of them do."""
        names = sorted(set(self.names))
        shared = len(commonprefix(names)) + 8
        return self.has_many_pairs() and any(
            left[:shared] == right[:shared] for left, right in zip(names, names[1:]) if len(left) >= shared)

    def values(self, name):
        return [value for own, value in self.headers if own == name]

    def has_mixed_content_types(self):
        return len({value.lower().startswith("multipart/") for value in self.values("content-type")}) == 2


def has_repeats(items):
    return len(set(items)) < len(items)


SIGNED = {
    "9 to 64 query pairs": lambda of: of.has_pairs(9, 64),
    "65 to 700 query pairs": lambda of: of.has_pairs(65, 701),
    "9 or more pairs out of order": lambda of: of.has_many_pairs() and of.pairs != sorted(of.pairs),
    "9 or more names, alike for 8 bytes": Signed.is_alike,
    "a repeated query name": lambda of: has_repeats(of.names),
    "a repeated query pair": lambda of: has_repeats(of.pairs),
    "a repeated name among 9 or more": lambda of: of.has_many_pairs() and has_repeats(of.names),
    "a repeated header": lambda of: has_repeats([name for name, _ in of.headers]),
    "a header there three times": lambda of: max(Counter(name for name, _ in of.headers).values(), default=0) > 2,
    "a second content-type": lambda of: len(of.values("content-type")) > 1,
    "IPv4": lambda of: of.host.replace(".", "").isdigit(),
    "IPv4 with a port": lambda of: of.host.replace(".", "").isdigit() and len(of.port) > 1,
    "IPv6": lambda of: of.is_ipv6,
    "IPv6 with a port": lambda of: of.is_ipv6 and len(of.port) > 1,
    "IPv6 in upper case": lambda of: of.is_ipv6 and of.host != of.host.lower(),
    "IPv6 without ::": lambda of: of.is_ipv6 and "::" not in of.host,
    "IPv6 that holds an IPv4": lambda of: of.host.lower().startswith("[::ffff:"),
    "the default port": lambda of: len(of.port) > 1 and int(of.port[1:]) == DEFAULT_PORTS[of.wire.scheme],
    "another port": lambda of: len(of.port) > 1 and int(of.port[1:]) != DEFAULT_PORTS[of.wire.scheme],
    "port 0": lambda of: of.port == ":0",
    "a port with zeros in front": lambda of: of.port.startswith(":0") and len(of.port) > 2,
    "a port without digits": lambda of: of.port == ":",
    "a Host header": lambda of: len(of.wire.host_texts()) == 2,
    "a fragment": lambda of: "#" in of.line["request"]["url"],
    "a path of 20,000 bytes": lambda of: len(of.wire.path) >= 20_000,
    "a query value of 20,000 bytes": lambda of: any(len(value) >= 20_000 for _, value in of.wire.pairs),
    "a header of 1,000 bytes": lambda of: any(len(value) >= 1_000 for _, value in of.headers),
    "64 headers or more": lambda of: len(of.headers) >= 64,
    "a body of 64 KiB or more": lambda of: len(of.wire.body) >= 2**16,
}
SIGNED_BY = {
    "huawei/sdk-hmac-sha256": {
        "multipart beside another content-type": Signed.has_mixed_content_types,
        "a stated digest": lambda of: any(of.values("x-sdk-content-sha256")),
        "a stated UNSIGNED-PAYLOAD": lambda of: of.values("x-sdk-content-sha256") == ["UNSIGNED-PAYLOAD"],
        "a blank stated digest": lambda of: of.values("x-sdk-content-sha256") == [""],
    },
    "tencent/tc3-hmac-sha256": {
        "a stated UNSIGNED-PAYLOAD": lambda of: of.values("x-tc-content-sha256") == ["UNSIGNED-PAYLOAD"],
        "a signed action": lambda of: "signed_headers" not in of.line["options"] and bool(of.values("x-tc-action")),
    },
    "tencent/speech-hmac-sha1": {
        f"{api}": lambda of, api=api: of.line["options"]["api"] == api
        for api in ("asr-v2", "speech-translate", "virtual-number", "soe", "asr-flash", "tts-stream", "vc-stream")
    },
    "baidu/bce-auth-v1": {
        "an empty x-bce-*": lambda of: any(name.startswith("x-bce-") and not value for name, value in of.headers),
    },
}


def count_of(request, header):
    return sum(name.lower() == header for name, _ in request["headers"])


def has_bad_host_header(request):
    return any(fault_of_authority(trim(value)) for name, value in request["headers"] if name.lower() == "host")


def has_bad_letter(request):
    return "invalid-url" in of_url(request["url"]) and not fault_of_target(request["url"])


REFUSED = {fault: lambda request, fault=fault: fault_of_target(request["url"]) == fault for fault in PARSER_SAYS} | {
    "a letter that no URL has": has_bad_letter,
    "a malformed escape": lambda request: "malformed-escape" in of_url(request["url"]),
    "a fragment with another method": lambda request: "#" in request["url"] and request["method"] not in FRAGMENT_IS_DROPPED,
    "a Host header that is no host": has_bad_host_header,
    "a second Host header": lambda request: count_of(request, "host") > 1,
}
REFUSED_BY = {
    "huawei/sdk-hmac-sha256": {
        "a body over 12 MB": lambda request: len(base64.b64decode(request["body_base64"])) > LARGEST_HUAWEI_BODY,
        "two stated digests": lambda request: count_of(request, "x-sdk-content-sha256") > 1,
    },
    "baidu/bce-auth-v1": {
        "an empty x-bce-* beside one of its name": lambda request: any(
            name.startswith("x-bce-") for name in half_empty_headers(request["headers"])),
    },
}


NEVER_SIGNED = {"tencent/tc3-hmac-sha256": {"a second content-type"}}


def kinds(scheme):
    """The kinds of the scheme's lines that are signed, and of those that are refused."""
    signed = SIGNED | SIGNED_BY.get(scheme, {})
    never = NEVER_SIGNED.get(scheme, set())
    return {name: of for name, of in signed.items() if name not in never}, REFUSED | REFUSED_BY.get(scheme, {})


def reached(line, is_signed):
    """Of which kinds the line is."""
    signed, refused = kinds(line["scheme"])
    subject, table = (Signed(line), signed) if is_signed else (line["request"], refused)
    return [name for name, is_of in table.items() if is_of(subject)]
