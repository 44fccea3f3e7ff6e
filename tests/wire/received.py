"""A recorded request, taken apart as a server would, strictly: what a lenient server might forgive
(a host in another spelling, a field that is there twice) is a fault here."""

import base64
from urllib.parse import unquote_to_bytes

from wire import canonical_host

DEFAULT_SCHEME = "http"


class Rejected(Exception):
    """The signature is not the one that the vendor's code makes for these bytes."""


class Received:
    def __init__(self, record):
        self.record = record
        head = base64.b64decode(record["head"]).decode("utf-8", "surrogateescape")
        first, *lines = head.split("\r\n")
        self.method, self.target, version = first.split(" ")
        self.body = base64.b64decode(record["body"])
        self.headers, hosts = [], []
        for line in lines:
            if not line:
                break
            start = 1 if line.startswith(":") else 0
            name, _, value = line[start:].partition(":")
            value = value.strip(" \t")
            if name.lower() in ("authority", "host"):
                hosts.append(value)
            else:
                self.headers.append((name, value))
        if not (version == "HTTP/1.1" or record["http2"] and version == "HTTP/2"):
            raise Rejected(f"is {version}")
        if len(set(hosts)) != 1:
            raise Rejected(f"names the hosts {hosts}")
        self.host = hosts[0]
        if self.host != canonical_host(self.host, DEFAULT_SCHEME):
            raise Rejected(f"has a host that is not in its canonical form: {self.host}")
        if not self.target.startswith("/"):
            raise Rejected(f"has a target without a path: {self.target}")

    def header(self, name):
        """The value of a header that is there once."""
        values = [value for own, value in self.headers if own.lower() == name]
        if len(values) != 1:
            raise Rejected(f"has {name} {len(values)} times")
        return values[0]

    def without(self, *names):
        return [(name, value) for name, value in self.headers if name.lower() not in names]

    def parameter(self, name):
        """The decoded value of a query parameter that is there once."""
        pairs = [piece.partition("=")[::2] for piece in self.target.partition("?")[2].split("&") if piece]
        values = [decoded(value) for key, value in pairs if decoded(key) == name]
        if len(values) != 1:
            raise Rejected(f"has the parameter {name} {len(values)} times")
        return values[0]

    def line(self, **more):
        """What the SDKs' side of the differential test takes."""
        request = {"method": self.method, "url": f"{DEFAULT_SCHEME}://{self.host}{self.target}",
                   "headers": self.headers, "body_base64": base64.b64encode(self.body).decode()}
        line = {"id": "received", "scheme": self.record["scheme"], "credential": self.record["credential"],
                "options": self.record["options"], "nonce": None, "request": request} | more
        request["headers"] = line.pop("headers", self.headers)
        return line


def decoded(text):
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "surrogateescape")
