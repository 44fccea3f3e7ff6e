"""Compares signatures of random requests with those of the vendors' SDKs: AWS in header and query, for S3 and
other services; Volcengine in header and query; Aliyun by both methods. The verifiers have to accept what
the SDKs signed, as they would send it, and to reject it with any one change.

    compare.py <program that signs> [<number of requests of each scheme> [<seed>]]
"""
import base64
import datetime
import hashlib
import json
import random
import re
import subprocess
import sys
from urllib.parse import parse_qs, quote, urlsplit

import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from alibabacloud_openapi_util.client import Client as Aliyun
from Tea.request import TeaRequest
from volcengine.auth.SignerV4 import SignerV4
from volcengine.base.Request import Request as VolcengineRequest
from volcengine.Credentials import Credentials as VolcengineCredentials

ID, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
LAST = 253402300799 - 604800
SIGNERS = {(False, False): auth.SigV4Auth, (True, False): auth.S3SigV4Auth,
           (False, True): auth.SigV4QueryAuth, (True, True): auth.S3SigV4QueryAuth}


def word(draw, most, more=""):
    letters = "abcXYZ019-_.~" + more
    return "".join(draw.choice(letters) for _ in range(draw.randint(1, most)))


def encoded(text):
    return quote(text, safe="-_.~")


def url(draw):
    # What the signer refuses, or signs in another form on purpose, is tested elsewhere.
    segments = [encoded(word(draw, 6, " 中é(+%:@")) for _ in range(draw.randint(0, 4))]
    segments = [segment for segment in segments if segment not in (".", "..")]
    path = "/" + "/".join(segments) + (draw.choice(["", "/"]) if segments else "")
    if segments and draw.random() < 0.1:
        path = path.replace("/", "//", 1)
    names = {word(draw, 5) for _ in range(draw.randint(0, 5))}
    pairs = [encoded(name) + "=" + encoded(word(draw, 8, " 中/&=+%")) for name in sorted(names)]
    draw.shuffle(pairs)
    return "https://h.example.com" + path + ("?" + "&".join(pairs) if pairs else "")


def headers(draw):
    names = ["x-amz-meta-a", "x-amz-acl", "x-amz-target", "accept", "cache-control", "x-other"]
    values = ["v", "a  b", "  c ", "x,y", '"q  r"']
    drawn = [[name, draw.choice(values)] for name in draw.sample(names, draw.randint(0, 4))]
    if draw.random() < 0.6:
        drawn.append(["content-type", draw.choice(["application/json", "text/plain; charset=utf-8"])])
    return drawn


def aws(draw):
    is_s3, is_query = draw.random() < 0.5, draw.random() < 0.5
    service = "s3" if is_s3 else draw.choice(["iam", "service", "execute-api"])
    region = draw.choice(["us-east-1", "auto", "cn-north-1"])
    token = "tok+/=" + word(draw, 20) if draw.random() < 0.3 else None
    line = {"scheme": "aws/sigv4", "method": draw.choice(["GET", "POST", "PUT", "DELETE"]), "url": url(draw),
            "headers": headers(draw), "time": draw.randint(1, LAST)}
    # In the query botocore makes parameters of a body.
    body = b"" if is_query else draw.choice([b"", b"{}", b"hello" * draw.randint(0, 50)])
    line["body"] = base64.b64encode(body).decode()
    lifetime = draw.randint(1, 604800)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=line["time"])
    auth.get_current_datetime = lambda: moment
    request = AWSRequest(line["method"], line["url"], dict(line["headers"]), body)
    more = {"expires": lifetime} if is_query else {}
    SIGNERS[is_s3, is_query](Credentials(ID, SECRET, token), service, region, **more).add_auth(request)
    if is_query:
        query = parse_qs(urlsplit(request.url).query)
        names, signature = query["X-Amz-SignedHeaders"][0], query["X-Amz-Signature"][0]
    else:
        field = re.search(r"SignedHeaders=([^,]+), Signature=(\w+)", request.headers["Authorization"])
        names, signature = field.groups()
    sent = {"url": request.url, "headers": line["headers"] if is_query else list(request.headers.items()),
            "covers_body": not (is_s3 and is_query), "removes_segments": not is_s3 and ".com//" in line["url"]}
    settings = {"access_key_id": ID, "secret_access_key": SECRET, "region": region, "service": service,
                "signed_headers": names, "placement": "query" if is_query else "header"}
    if token:
        settings["session_token"] = token
    if is_query:
        settings["expires_in"] = str(lifetime)
    elif not is_s3 and "x-amz-content-sha256" in names:
        settings["content_sha256"] = "true"
    return {**line, "settings": settings}, signature, sent


def parameters(draw, more=""):
    names = sorted({"P" + word(draw, 5) for _ in range(draw.randint(0, 5))})
    pairs = {name: word(draw, 8, " 中/&=+%" + more) for name in names}
    return {"Action": "List", "Version": "2018-01-01", **pairs}


def to_url(host, path, query):
    return f"https://{host}{path}?" + "&".join(encoded(k) + "=" + encoded(v) for k, v in query.items())


def stamp(time, form):
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=time)).strftime(form)


def volcengine(draw):
    query, is_query = parameters(draw), draw.random() < 0.5
    time = draw.randint(1, LAST)
    date = stamp(time, "%Y%m%dT%H%M%SZ")
    SignerV4.get_current_format_date = staticmethod(lambda: date)
    # In the query this SDK does not list the token among the parameters.
    token = "" if is_query or draw.random() < 0.7 else "tok+/=" + word(draw, 20)
    credentials = VolcengineCredentials(ID, SECRET, "iam", "cn-north-1", token)
    request = VolcengineRequest()
    request.set_method("GET" if is_query else draw.choice(["GET", "POST"]))
    request.set_host("iam.volcengineapi.com")
    request.set_path("/")
    request.set_query(dict(query))
    sent = {"Content-Type": "application/json", "X-Tag": word(draw, 8, " ").strip()}
    plain = list(sent.items())
    request.set_headers({**sent, "Host": "iam.volcengineapi.com"})
    body = "" if is_query else draw.choice(["", "{}", '{"名":"值"}'])
    request.set_body(body)
    settings = {"access_key_id": ID, "secret_access_key": SECRET, "region": "cn-north-1", "service": "iam"}
    if token:
        settings["session_token"] = token
    if is_query:
        signed = SignerV4.sign_url(request, credentials)
        signature = parse_qs(signed)["X-Signature"][0]
        settings.update(placement="query", signed_headers="")
        sent = {"url": "https://iam.volcengineapi.com/?" + signed, "covers_host": False, "covers_body": False}
    else:
        SignerV4.sign(request, credentials)
        field = re.search(r"SignedHeaders=([^,]+), Signature=(\w+)", request.headers["Authorization"])
        names, signature = field.groups()
        settings.update(placement="header", signed_headers=names)
        sent = {"headers": list(request.headers.items())}
    line = {"scheme": "volcengine/hmac-sha256", "method": request.method, "headers": plain,
            "url": to_url("iam.volcengineapi.com", "/", query), "time": time, "settings": settings,
            "body": base64.b64encode(body.encode()).decode()}
    return line, signature, sent


def of_aliyun(scheme, draw):
    settings = {"access_key_id": ID, "access_key_secret": SECRET}
    if draw.random() < 0.3:
        settings["security_token"] = "tok+/=" + word(draw, 20)
    return {"scheme": scheme, "method": draw.choice(["GET", "POST"]), "time": draw.randint(1, LAST),
            "nonce": word(draw, 30).replace("~", "-"), "settings": settings, "headers": [], "body": ""}


def acs3(draw):
    line = of_aliyun("aliyun/acs3-hmac-sha256", draw)
    query = parameters(draw)
    path = "/" + "/".join(encoded(word(draw, 6, " 中é(+%:@")) for _ in range(draw.randint(0, 3))).replace(".", "x")
    body = draw.choice([b"", b"{}", b"a=b"])
    line["headers"] = [["x-acs-action", "List"], ["x-acs-version", "2018-01-01"], ["x-acs-tag", word(draw, 9)]]
    if body:
        line["headers"].append(["content-type", "application/json"])
    request = TeaRequest()
    request.method, request.pathname, request.query = line["method"], path, query
    digest = hashlib.sha256(body).hexdigest()
    request.headers = {**dict(line["headers"]), "host": "ecs.aliyuncs.com", "x-acs-signature-nonce": line["nonce"],
                       "x-acs-date": stamp(line["time"], "%Y-%m-%dT%H:%M:%SZ"), "x-acs-content-sha256": digest}
    if "security_token" in line["settings"]:
        request.headers["x-acs-security-token"] = line["settings"]["security_token"]
    field = Aliyun.get_authorization(request, "ACS3-HMAC-SHA256", digest, ID, SECRET)
    line.update(url=to_url("ecs.aliyuncs.com", path, query), body=base64.b64encode(body).decode())
    return line, field.rpartition("=")[2], {"headers": list(request.headers.items()) + [["Authorization", field]]}


def rpc(draw):
    line = of_aliyun("aliyun/rpc-hmac-sha1", draw)
    query = parameters(draw, "~*'")
    form = {"F" + word(draw, 5): word(draw, 8, " 中/&=+%")} if line["method"] == "POST" else {}
    if form:
        line["headers"] = [["content-type", "application/x-www-form-urlencoded"]]
    body = "&".join(encoded(k) + "=" + encoded(v) for k, v in form.items()).encode()
    own = {"AccessKeyId": ID, "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
           "SignatureNonce": line["nonce"], "Timestamp": stamp(line["time"], "%Y-%m-%dT%H:%M:%SZ")}
    if "security_token" in line["settings"]:
        own["SecurityToken"] = line["settings"]["security_token"]
    signature = Aliyun.get_rpcsignature({**query, **form, **own}, line["method"], SECRET)
    line.update(url=to_url("ecs.aliyuncs.com", "/", query), body=base64.b64encode(body).decode())
    url = to_url("ecs.aliyuncs.com", "/", {**query, **own, "Signature": signature})
    return line, signature, {"url": url, "covers_host": False}


def changed(draw, sent, signature):
    """The request with one change each: whatever a signature covers."""
    front, _, query = sent["url"].partition("?")
    other = ("0" if signature[0] != "0" else "1") + signature[1:]
    again = lambda text: text.replace(encoded(signature), encoded(other)).replace(signature, other)
    yield {"method": "PATCH"}
    yield {"url": front + "x" + ("?" + query if query else "")}
    yield {"url": sent["url"] + ("&" if query else "?") + "added=1"}
    yield {"url": again(sent["url"]), "headers": [[name, again(value)] for name, value in sent["headers"]]}
    if sent["covers_body"]:
        yield {"body": base64.b64encode(base64.b64decode(sent["body"]) + b"!").decode()}
    if sent["covers_host"]:
        host = front.split("/")[2]
        yield {"url": sent["url"].replace(host, "x" + host, 1),
               "headers": [[name, value] for name, value in sent["headers"] if name.lower() != "host"]}


def compare(case, program, count, seed):
    draw = random.Random(seed)
    cases = [case(draw) for _ in range(count)]
    for line, signature, sent in cases:
        plain = {key: line[key] for key in ("method", "url", "headers", "body")}
        arrived = {"covers_host": True, "covers_body": True, "removes_segments": False, **plain, **sent}
        line["arrived"] = [arrived] + [{**arrived, **change} for change in changed(draw, arrived, signature)]
    text = "".join(json.dumps(line) + "\n" for line, *_ in cases)
    answers = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} requests"
    differing, misjudged, changes = [], [], 0
    for (line, signature, _), answer in zip(cases, map(json.loads, answers)):
        if answer.get("signature") != signature:
            differing.append((line, answer))
        own, *others = answer.get("reasons", ["no answer"])
        changes += len(others)
        if own is not None or not all(others):
            misjudged.append((line, answer))
    for line, answer in differing[:3] + misjudged[:3]:
        print(json.dumps(line), json.dumps(answer), sep="\n")
    print(f"{cases[0][0]['scheme']}: {count} requests, {len(differing)} differ from the SDK, {len(misjudged)} "
          f"judged wrongly by the verifier, with {changes} changes (seed {seed})")
    return bool(differing or misjudged)


def main(program, count="2000", seed="1"):
    return any([compare(case, program, int(count), seed) for case in (aws, volcengine, acs3, rpc)])


sys.exit(main(*sys.argv[1:]))
