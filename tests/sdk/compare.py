"""Compares what the crate signs with what the vendors' SDKs sign, on random requests.

Run it through `run`, which installs the SDKs. The README beside it says what is compared.
"""

import argparse
import os
import pathlib
import random
import sys
import time

import baidu
import generate
import huawei
import iflytek
import samples
import tencent
from bridge import STAGES, Bridge, LineProcess
from comparison import Comparison, Failure
from selfcheck import check_vectors, flipped, self_check
from verify import Verifying

HERE = pathlib.Path(__file__).parent


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=int(os.environ.get("POLYSIGN_SDK_COUNT") or 5000))
    parser.add_argument("--seed", default=os.environ.get("POLYSIGN_SDK_SEED") or str(random.SystemRandom().getrandbits(32)))
    parser.add_argument("--scheme", action="append", choices=generate.SCHEMES)
    parser.add_argument("--fault", choices=STAGES, help="flip a byte of this stage where the URL has a query")
    parser.add_argument("--bridge", required=True)
    parser.add_argument("--verifier", required=True)
    parser.add_argument("--vectors", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.count} requests for each scheme", flush=True)

    bridge, node = Bridge(arguments.bridge), LineProcess("node", str(HERE / "node/serve.js"))
    both = lambda scheme: [samples.Python(scheme), samples.Node(scheme, node)]
    sdks = {
        "huawei/sdk-hmac-sha256": [huawei.Python(), huawei.Node(node)],
        "baidu/bce-auth-v1": [baidu.Python(), baidu.Node(node)],
        "tencent/ivh-apaas": both("tencent/ivh-apaas"),
        "tencent/tc3-hmac-sha256": [tencent.Python(), tencent.Node(node)],
        "tencent/speech-hmac-sha1": both("tencent/speech-hmac-sha1"),
        "zego/server-api-v2": both("zego/server-api-v2"),
        "iflytek/signa": [iflytek.Python(), *both("iflytek/signa")],
        "iflytek/hmac-url": [iflytek.HmacPython("iflytek/hmac-url"), samples.Python("iflytek/hmac-url")],
        "iflytek/http-digest": [iflytek.HmacPython("iflytek/http-digest"), samples.Python("iflytek/http-digest")],
        "iflytek/access-key": [iflytek.AccessKeyPython(), *both("iflytek/access-key")],
        "baidu/xiling": both("baidu/xiling"),
    }
    verifying = Verifying(arguments.verifier, node, arguments.seed)
    started = time.monotonic()
    try:
        if arguments.fault:
            def fault(line, stages):
                if "?" in line["request"]["url"] and stages.get(arguments.fault):
                    stages[arguments.fault] = flipped(stages[arguments.fault], random.Random(line["id"]))
                return stages
            bridge.fault = fault
        # First, while the SDKs have their own clocks.
        verifying.run(min(arguments.count, 2000))
        comparison = Comparison(bridge, node, sdks, arguments.seed)
        for scheme in arguments.scheme or generate.SCHEMES:
            comparison.run(scheme, arguments.count)
            print(f"{scheme}: {arguments.count} compared, {time.monotonic() - started:.0f} s", flush=True)
        if arguments.count >= 5000:
            comparison.check_exceptions(arguments.scheme or generate.SCHEMES)
            comparison.check_features(arguments.scheme or generate.SCHEMES)
        check_vectors(bridge, arguments.vectors)
        self_check(bridge, node, sdks, arguments.seed)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    print()
    comparison.print()
    verifying.print()
    print(f"\n0 unexplained differences, seed {arguments.seed}")
    bridge.process.close()
    verifying.close()
    node.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
