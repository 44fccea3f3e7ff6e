"""A vector line's request, read by the rules of the specification that hold for all vendors.

This is the second reading of those rules: nothing here comes from the crate. The SDKs take a
request apart in their own ways; what they want (decoded text, a host as it is sent) is made here.
Text that is not UTF-8 is carried with `surrogateescape`.
"""

import base64
import re
from urllib.parse import unquote_to_bytes

DEFAULT_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


class Wire:
    def __init__(self, line):
        request = line["request"]
        self.method = request["method"]
        self.headers = [tuple(header) for header in request["headers"]]
        self.body = base64.b64decode(request["body_base64"])
        scheme, rest = request["url"].split("://", 1)
        self.scheme = scheme.lower()
        at = re.search(r"[/?#]|$", rest).start()
        self.authority, rest = rest[:at], rest[at:].split("#", 1)[0]
        self.path, mark, query = rest.partition("?")
        pieces = [piece for piece in query.split("&") if piece] if mark else []
        self.pairs = [piece.partition("=")[::2] for piece in pieces]

    def host_texts(self):
        """The authority, and the `Host` headers of the caller's."""
        return [self.authority] + [trim(v) for n, v in self.headers if n.lower() == "host"]

    def host(self):
        """README G6: the host as it is sent."""
        return canonical_host(self.host_texts()[-1], self.scheme)

    def host_is_rewritten(self):
        return any(text != canonical_host(text, self.scheme) for text in self.host_texts())

    def host_header(self):
        """README G6: `host` is set when it was not given as it is sent."""
        return [["host", self.host()]] if self.host_is_rewritten() else []

    def decoded_path(self):
        return as_text(unquote_to_bytes(self.path)) or "/"

    def decoded_pairs(self):
        return [(decoded(key), decoded(value)) for key, value in self.pairs]


def canonical_host(text, scheme):
    name, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        name, port = text, ""
    if port and int(port) != DEFAULT_PORTS[scheme]:
        return f"{name.lower()}:{int(port)}"
    return name.lower()


def decoded(text):
    """README G2: in a wire query a `+` is a space."""
    return as_text(unquote_to_bytes(text.replace("+", " ")))


def as_text(data):
    return data.decode("utf-8", "surrogateescape")


def as_bytes(text):
    return text.encode("utf-8", "surrogateescape")


def is_utf8(*texts):
    return not any("\udc80" <= letter <= "\udcff" for text in texts for letter in text)


def trim(value):
    """README G8: space and TAB, nothing else."""
    return value.strip(" \t")


def has(headers, name):
    return any(own.lower() == name for own, _ in headers)


def is_loopback(authority):
    name = canonical_host(authority, "https").rsplit(":", 1)[0] if "[" not in authority else authority
    return bool(re.fullmatch(r"(.+\.)?localhost\.?|127(\.\d+){3}", name)) or name.startswith("[::1]")
