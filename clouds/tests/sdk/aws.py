"""Compares signatures of random requests with those of botocore: header and presigned, S3 and other services.

    aws.py <program that signs> [<number of requests> [<seed>]]
"""
import base64
import datetime
import json
import random
import re
import subprocess
import sys
from urllib.parse import parse_qs, quote, urlsplit

import botocore.auth as auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

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


def case(draw):
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
    settings = {"access_key_id": ID, "secret_access_key": SECRET, "region": region, "service": service,
                "signed_headers": names, "placement": "query" if is_query else "header"}
    if token:
        settings["session_token"] = token
    if is_query:
        settings["expires_in"] = str(lifetime)
    elif not is_s3 and "x-amz-content-sha256" in names:
        settings["content_sha256"] = "true"
    return {**line, "settings": settings}, signature


def main(program, count="2000", seed="1"):
    draw = random.Random(seed)
    cases = [case(draw) for _ in range(int(count))]
    text = "".join(json.dumps(line) + "\n" for line, _ in cases)
    answers = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} requests"
    differing = [(line, answer) for (line, signature), answer in zip(cases, answers)
                 if json.loads(answer).get("signature") != signature]
    for line, answer in differing[:5]:
        print(json.dumps(line), answer, sep="\n")
    print(f"aws/sigv4: {len(cases)} requests, {len(differing)} differ from botocore (seed {seed})")
    return bool(differing)


sys.exit(main(*sys.argv[1:]))
