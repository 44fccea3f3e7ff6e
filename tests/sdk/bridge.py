"""The crate's bridge, `examples/sign_jsonl.rs`, and other programs that answer line by line."""

import base64
import json
import subprocess
import threading
from urllib.parse import quote

STAGES = ["canonical_request", "string_to_sign", "signed_headers", "signature", "headers", "query"]
GAPS = {
    "huawei/sdk-hmac-sha256": ["security_token"],
    "baidu/bce-auth-v1": ["session_token"],
    "tencent/tc3-hmac-sha256": ["token"],
    "tencent/speech-hmac-sha1": ["token"],
    "zego/server-api-v2": ["server_secret"],
}


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
