"""Compares what the crate signs with what the vendors' SDKs sign, on random requests.

Run it through `run`, which installs the SDKs. The README beside it says what is compared.
"""

import argparse
import base64
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from urllib.parse import quote

import baidu
import generate
import huawei
import iflytek
import samples
from refusals import refusals
from shrink import shrink

HERE = pathlib.Path(__file__).parent
STAGES = ["canonical_request", "string_to_sign", "signed_headers", "signature", "headers", "query"]
GAPS = {
    "huawei/sdk-hmac-sha256": ["security_token"],
    "baidu/bce-auth-v1": ["session_token"],
    "zego/server-api-v2": ["server_secret"],
}
CHUNK = 250


class LineProcess:
    """A program that answers each line of JSON with one line of JSON."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, question):
        answer = self.ask_all([question])[0]
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer

    def ask_all(self, questions):
        data = "".join(json.dumps(question) + "\n" for question in questions).encode()
        # Written beside the reading, or both sides would wait once the pipes are full.
        writer = threading.Thread(target=self.write, args=(data,))
        writer.start()
        answers = [self.process.stdout.readline() for _ in questions]
        writer.join()
        if not all(answers):
            raise RuntimeError(f"{self.process.args[0]} ended")
        return [json.loads(answer) for answer in answers]

    def write(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def close(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            raise RuntimeError(f"{self.process.args[0]} ended with {self.process.returncode}")


class Bridge:
    """What the crate answers, with the secrets of the line in the gaps."""

    def __init__(self, program):
        self.process = LineProcess(program)
        self.fault = None

    def answers(self, lines):
        answers = self.process.ask_all(lines)
        return [self.filled(line, answer) for line, answer in zip(lines, answers)]

    def filled(self, line, answer):
        if answer["id"] != line["id"]:
            raise RuntimeError(f"asked for {line['id']}, answered {answer['id']}")
        if "error" in answer:
            return answer
        stages = {stage: answer[stage] for stage in STAGES if stage in answer}
        for stage in ["canonical_request", "string_to_sign"]:
            if stage in stages:
                stages[stage] = self.fill(line, stage, stages[stage])
        for stage in ["headers", "query"]:
            stages[stage] = [[name, self.whole(line, value)] for name, value in stages[stage]]
        stages["headers"].sort()
        return self.fault(line, stages) if self.fault else stages

    @staticmethod
    def fill(line, stage, text):
        data = base64.b64decode(text["base64"]) if isinstance(text, dict) else text.encode()
        for name in GAPS.get(line["scheme"], []):
            value = line["credential"].get(name)
            if value is not None:
                value = quote(value, safe="~") if line["scheme"].startswith("baidu/") else value
                data = data.replace(f"[{name}]".encode(), value.encode())
        return data

    @staticmethod
    def whole(line, value):
        name = value[1:-1]
        return line["credential"].get(name, value) if value == f"[{name}]" else value


def difference(line, ours, sdk, used):
    """The first stage in which the SDK differs from us, what it has there, and what we have."""
    try:
        theirs = sdk.answer(line, used)
    except Exception as error:  # An SDK that fails is a difference like any other.
        return "failure", repr(error), None
    unknown = used - set(sdk.exceptions)
    if unknown:
        return "exceptions", sorted(unknown), "is not declared"
    for stage in STAGES:
        if stage in theirs:
            expected = theirs[stage].encode() if isinstance(theirs[stage], str) and stage in (
                "canonical_request", "string_to_sign") else theirs[stage]
            if ours.get(stage) != expected:
                return stage, expected, ours.get(stage)
    return None


class Failure(Exception):
    pass


class Comparison:
    def __init__(self, bridge, sdks, seed):
        self.bridge, self.sdks, self.seed = bridge, sdks, seed
        self.compared = Counter()
        self.refused = Counter()
        self.exceptions = Counter()

    def run(self, scheme, count):
        number = compared = 0
        while compared < count:
            lines = [generate.line(scheme, self.seed, number + at) for at in range(min(CHUNK, count - compared))]
            number += len(lines)
            for line, ours in zip(lines, self.bridge.answers(lines)):
                compared += self.check(line, ours)
            if number > 2 * count + 100:
                raise Failure(f"{scheme}: more than half of the lines are refused")

    def check(self, line, ours):
        """Whether the line was compared: a refused one is checked and not counted."""
        fault = self.fault_of(line, ours, count=True)
        if fault:
            self.fail(line, fault)
        return "error" not in ours

    def fault_of(self, line, ours, count=False):
        """None, or who differs, in which stage, what was expected and what was found."""
        kinds = refusals(line)
        if "error" in ours or kinds:
            if ours.get("error") not in kinds:
                return "the rules", "error", sorted(kinds) or None, ours.get("error")
            self.refused[line["scheme"], ours["error"]] += count
            return None
        for sdk in self.sdks[line["scheme"]]:
            used = set()
            found = difference(line, ours, sdk, used)
            if found:
                return sdk.name, *found
            if count:
                self.compared[line["scheme"], sdk.name] += 1
                self.exceptions.update((line["scheme"], sdk.name, name) for name in used)
        return None

    def fail(self, line, fault):
        def still(smaller):
            try:
                found = self.fault_of(smaller, self.bridge.answers([smaller])[0])
            except Exception:  # A line that cannot even be read is not a smaller form of this one.
                return False
            # The texts of a stage change with the line; the kinds of an error stay if it is the same.
            same = 4 if fault[1] == "error" else 2
            return found is not None and found[:same] == fault[:same]

        small = shrink(line, still)
        who, stage, expected, found = self.fault_of(small, self.bridge.answers([small])[0])
        if stage in STAGES:
            small["expect"] = {stage: expected.decode(errors="backslashreplace") if isinstance(expected, bytes) else expected}
        small["source"] = who
        small["id"] = f"{line['id']}-small"
        raise Failure(f"{line['scheme']}: {who} differs in {stage} on {line['id']} of seed {self.seed}\n"
                      f"  expected {expected!r}\n  found    {found!r}\n{json.dumps(small, ensure_ascii=False)}")

    def check_exceptions(self, schemes):
        """An exception that nothing needed is out of date, or the generator has lost its way to it."""
        for scheme in schemes:
            for sdk in self.sdks[scheme]:
                for name in sdk.exceptions:
                    if not self.exceptions[scheme, sdk.name, name]:
                        raise Failure(f"{scheme}: {sdk.name} has an exception that no request needed: {name}")

    def print(self):
        for scheme in generate.SCHEMES:
            for kind in sorted(kind for own, kind in self.refused if own == scheme):
                print(f"{scheme} | refused as the rules want | {self.refused[scheme, kind]} | {kind}")
        print()
        for scheme in generate.SCHEMES:
            for sdk in self.sdks[scheme]:
                print(f"{scheme} | {sdk.name} | {self.compared[scheme, sdk.name]} compared")
                for name in sorted(sdk.exceptions):
                    count = self.exceptions[scheme, sdk.name, name]
                    print(f"    {count:6} {name}: {sdk.exceptions[name]}")


def check_vectors(bridge, folder):
    """The repository's own vectors, through the bridge."""
    count = 0
    for file in sorted(folder.glob("*/*.jsonl")):
        lines = [json.loads(text) for text in file.read_text().splitlines() if text]
        for line, ours in zip(lines, bridge.answers(lines)):
            expect = dict(line["expect"])
            for stage in expect:
                if stage in ("headers", "query"):
                    expect[stage] = sorted(expect[stage])
                if stage in ("canonical_request", "string_to_sign"):
                    expect[stage] = expect[stage].encode()
            for stage in ("headers", "query"):
                if stage in ours:
                    ours[stage] = sorted(pair for pair in ours[stage] if pair[0] != "host")
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


def self_check(bridge, sdks, seed):
    """Flips one byte in each stage of each scheme, and asks each SDK alone whether it notices."""
    noticed = 0
    for scheme in generate.SCHEMES:
        for sdk in sdks[scheme]:
            generator = random.Random(f"{seed} {sdk.name}")
            lines = [generate.line(scheme, seed, number) for number in range(80)]
            tried = 0
            for stage in STAGES:
                for line, ours in zip(lines, bridge.answers(lines)):
                    if "error" in ours or not ours.get(stage):
                        continue
                    if difference(line, ours, sdk, set()):
                        raise Failure(f"self-check: {sdk.name} differs on {line['id']}; run without --self-check")
                    tried += 1
                    if not difference(line, ours | {stage: flipped(ours[stage], generator)}, sdk, set()):
                        raise Failure(f"self-check: {sdk.name} does not notice a fault in {stage} of {line['id']}")
            noticed += tried
            if tried == 0:
                raise Failure(f"self-check: nothing to flip for {sdk.name}")
    check_shrinking(bridge, sdks, seed)
    print(f"self-check: {noticed} of {noticed} flipped bytes noticed, and a failure is shrunk")


def check_shrinking(bridge, sdks, seed):
    """A fault that shows only with a certain query parameter has to be shrunk to that parameter."""
    def fault(line, stages):
        if b"%7E" in line["request"]["url"].upper().encode():
            stages["signature"] = flipped(stages["signature"], random.Random(seed))
        return stages

    bridge.fault = fault
    try:
        Comparison(bridge, sdks, seed).run("huawei/sdk-hmac-sha256", 2000)
    except Failure as failure:
        small = json.loads(str(failure).splitlines()[-1])
        request = small["request"]
        if request["url"].lower() not in ("https://h/%7e", "https://h?%7e", "https://h/?%7e") or request["headers"]:
            raise Failure(f"self-check: not shrunk to the smallest form\n{failure}")
    else:
        raise Failure("self-check: a fault on purpose was not found")
    finally:
        bridge.fault = None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=int(os.environ.get("POLYSIGN_SDK_COUNT") or 5000))
    parser.add_argument("--seed", default=os.environ.get("POLYSIGN_SDK_SEED") or str(random.SystemRandom().getrandbits(32)))
    parser.add_argument("--scheme", action="append", choices=generate.SCHEMES)
    parser.add_argument("--fault", choices=STAGES, help="flip a byte of this stage where the URL has a query")
    parser.add_argument("--bridge", required=True)
    parser.add_argument("--vectors", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.count} requests for each scheme", flush=True)

    bridge, node = Bridge(arguments.bridge), LineProcess("node", str(HERE / "node/serve.js"))
    both = lambda scheme: [samples.Python(scheme), samples.Node(scheme, node)]
    sdks = {
        "huawei/sdk-hmac-sha256": [huawei.Python(), huawei.Node(node)],
        "baidu/bce-auth-v1": [baidu.Python(), baidu.Node(node)],
        "tencent/ivh-apaas": both("tencent/ivh-apaas"),
        "zego/server-api-v2": both("zego/server-api-v2"),
        "iflytek/signa": [iflytek.Python(), *both("iflytek/signa")],
    }
    started = time.monotonic()
    try:
        check_vectors(bridge, arguments.vectors)
        self_check(bridge, sdks, arguments.seed)
        if arguments.fault:
            def fault(line, stages):
                if "?" in line["request"]["url"] and stages.get(arguments.fault):
                    stages[arguments.fault] = flipped(stages[arguments.fault], random.Random(line["id"]))
                return stages
            bridge.fault = fault
        comparison = Comparison(bridge, sdks, arguments.seed)
        for scheme in arguments.scheme or generate.SCHEMES:
            comparison.run(scheme, arguments.count)
            print(f"{scheme}: {arguments.count} compared, {time.monotonic() - started:.0f} s", flush=True)
        if arguments.count >= 5000:
            comparison.check_exceptions(arguments.scheme or generate.SCHEMES)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    print()
    comparison.print()
    print(f"\n0 unexplained differences, seed {arguments.seed}")
    bridge.process.close()
    node.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
