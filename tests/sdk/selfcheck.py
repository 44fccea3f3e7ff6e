"""Checks the comparison itself: what the repository's vectors say, and that faults are found."""

import json
import random

import generate
from bridge import STAGES
from comparison import Comparison, Failure, difference


# The kind of the crate for a label of the vectors that is none.
KINDS = {"ambiguous-encoding": "invalid-url"}

# Requests that arrive, which the bridge does not sign; the crate's own runner checks them.
RECEIVED = {"huawei/mss-callback", "zego/callback-json"}


def check_vectors(bridge, folder):
    """The repository's own vectors, through the bridge."""
    count = 0
    for file in sorted(folder.glob("*/*.jsonl")):
        lines = [json.loads(text) for text in file.read_text().splitlines() if text]
        lines = [line for line in lines if line["scheme"] not in RECEIVED]
        for line, ours in zip(lines, bridge.answers(lines)):
            # What is removed is no stage; the crate's own runner checks it.
            expect = {stage: value for stage, value in line["expect"].items() if stage != "removed_headers"}
            if "error" in expect:
                expect["error"] = KINDS.get(expect["error"], expect["error"])
            for stage in expect:
                if stage in ("headers", "query"):
                    expect[stage] = sorted(expect[stage])
                if stage in ("canonical_request", "string_to_sign"):
                    expect[stage] = expect[stage].encode()
            for stage in ("headers", "query"):
                if stage in ours:
                    ours[stage] = sorted(pair for pair in ours[stage] if stage == "query" or pair[0] != "host")
            if any(ours.get(stage) != value for stage, value in expect.items()):
                raise Failure(f"{file.name}: {line['id']}\n  expected {expect}\n  found    {ours}")
            count += 1
    if count < 500:
        raise Failure(f"{folder} has {count} vectors, which cannot be all")
    print(f"own vectors: {count} answered as expected")


def flipped(value, generator):
    """The value with one byte changed."""
    if isinstance(value, list):
        at = generator.randrange(len(value))
        inner = flipped(value[at], generator) if value[at] else "x"
        return value[:at] + [inner] + value[at + 1:]
    data = bytearray(value.encode() if isinstance(value, str) else value)
    data[generator.randrange(len(data))] ^= 1
    return data.decode(errors="replace") if isinstance(value, str) else bytes(data)


def self_check(bridge, node, sdks, seed):
    """Flips one byte in each stage of each scheme, and asks each SDK alone whether it notices."""
    noticed = 0
    for scheme in generate.SCHEMES:
        lines = [generate.line(scheme, seed, number) for number in range(80)]
        answers = bridge.answers(lines)
        for sdk in sdks[scheme]:
            generator = random.Random(f"{seed} {sdk.name}")
            tried = 0
            for stage in STAGES:
                for line, ours in zip(lines, answers):
                    if "error" in ours or not ours.get(stage):
                        continue
                    if difference(line, ours, sdk, set()):
                        raise Failure(f"self-check: {sdk.name} differs on {line['id']} of seed {seed}")
                    tried += 1
                    if not difference(line, ours | {stage: flipped(ours[stage], generator)}, sdk, set()):
                        raise Failure(f"self-check: {sdk.name} does not notice a fault in {stage} of {line['id']}")
            noticed += tried
            if tried == 0:
                raise Failure(f"self-check: nothing to flip for {sdk.name}")
    check_shrinking(bridge, node, sdks, seed)
    print(f"self-check: {noticed} of {noticed} flipped bytes noticed, and a failure is shrunk")


def check_shrinking(bridge, node, sdks, seed):
    """A fault that shows only with a certain query parameter has to be shrunk to that parameter."""
    def fault(line, stages):
        if b"%7E" in line["request"]["url"].upper().encode():
            stages["signature"] = flipped(stages["signature"], random.Random(seed))
        return stages

    bridge.fault = fault
    try:
        Comparison(bridge, node, sdks, seed).run("huawei/sdk-hmac-sha256", 2000)
    except Failure as failure:
        small = json.loads(str(failure).splitlines()[-1])
        request = small["request"]
        if request["url"].lower() not in ("https://h/%7e", "https://h?%7e", "https://h/?%7e") or request["headers"]:
            raise Failure(f"self-check: not shrunk to the smallest form\n{failure}")
    else:
        raise Failure("self-check: a fault on purpose was not found")
    finally:
        bridge.fault = None
