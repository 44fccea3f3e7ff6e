"""Judges the recorded requests, prints the table, and fails on any signature that the vendor's
code does not confirm. `run` starts it."""

import json
import sys
from collections import Counter, defaultdict

from judge import judge
from received import Received, Rejected
from spoil import spoilt_forms

TC3, SPEECH = "tencent/tc3-hmac-sha256", "tencent/speech-hmac-sha1"
COVERS_PATH = {"huawei/sdk-hmac-sha256", "baidu/bce-auth-v1", TC3, SPEECH}
HUAWEI = {"huawei/sdk-hmac-sha256"}
COVERS_BODY = HUAWEI | {TC3}
NOT_A_URI = "client: invalid uri character"
REQUEST_LINE = {"iflytek/hmac-url", "iflytek/http-digest"}
COVERS_PATH |= REQUEST_LINE
DIGEST, ACCESS_KEY = {"iflytek/http-digest"}, {"iflytek/access-key"}
DOTS = {"dot segments", "single dot", "escaped dots"}

# What may be refused: (outcome, cases, schemes, clients), None for all. Everything else is accepted.
REFUSALS = [
    ("refused: dot-segments", DOTS, COVERS_PATH, None),
    ("refused: dot-segments", {"dots behind an escaped slash"}, HUAWEI, None),
    ("refused: conflicting-header", {"other Host"}, None, None),
    # HTTP/2 has one name for the host; another is refused there although it is allowed.
    ("refused: conflicting-header", {"other Host, allowed"}, None, {"hyper-util h2"}),
    ("refused: missing-payload", {"multipart, not stated", "stream, not stated"}, COVERS_BODY, None),
    # This client sets the type after signing, with a boundary of its own.
    ("refused: missing-header", {"multipart, unsigned", "multipart, not stated"}, {TC3}, {"ureq text"}),
    # Signed as they stand, these are letters that some clients send in another form.
    ("refused: invalid-url", {"apostrophe", "reserved", "braces", "bars"}, {TC3, SPEECH}, None),
    ("refused: invalid-url", {"backquote", "angles"}, {TC3}, None),
    ("refused: missing-payload", {"multipart, not stated", "stream, not stated", "multipart, unsigned", "stream, unsigned",
                                  "stream, signed again"}, DIGEST, None),
    ("refused: invalid-url", {"apostrophe", "reserved", "braces", "bars"}, REQUEST_LINE, None),
    # Names and values that iFlytek's SDKs sign in different ways.
    ("refused: invalid-url", {"brackets", "escapes", "reserved"}, ACCESS_KEY, None),
    # The clients' own types take no such URL, signed or not.
    (NOT_A_URI, {"braces", "angles"}, None, None),
    ("client: URL scheme not supported", {"upper-case scheme"}, None, None),
]
SHORT = {"invalid uri character": NOT_A_URI, "URL scheme not supported": "client: URL scheme not supported"}


def outcome_of(record):
    if "none" in record:
        return "the client has none"
    if "refused" in record:
        return f"refused: {record['refused']}"
    if "client_error" in record:
        text = record["client_error"]
        return next((short for part, short in SHORT.items() if part in text), f"client: {text}")
    try:
        judge(Received(record))
    except Rejected as rejected:
        return f"REJECTED: {rejected}"
    return "accepted"


def is_fault(record, outcome):
    if outcome in ("accepted", "the client has none"):
        return False
    return not any(outcome == kind and record["case"] in cases
                   and (schemes is None or record["scheme"] in schemes)
                   and (clients is None or record["client"] in clients)
                   for kind, cases, schemes, clients in REFUSALS)


def control(records):
    """Spoilt requests have to be rejected, or the check sees nothing."""
    noticed = Counter()
    for record in records:
        if record["case"] == "plain" and "head" in record:
            for part, spoilt in spoilt_forms(record):
                if not outcome_of(spoilt).startswith("REJECTED"):
                    sys.exit(f"control: a spoilt {part} was not noticed: {spoilt}")
                noticed[part] += 1
    print("control: spoilt requests rejected: " + ", ".join(f"{part} {count}" for part, count in noticed.items()))
    if min(noticed.values(), default=0) < 12 or len(noticed) != 6:
        sys.exit("control: too few requests to spoil")


def print_table(cells):
    """For each case one line for each group of clients with the same outcomes."""
    for case, of_clients in cells.items():
        groups = defaultdict(list)
        for client, of_schemes in of_clients.items():
            outcomes = defaultdict(list)
            for signer, outcome in of_schemes:
                outcomes[outcome].append(signer)
            text = "; ".join(outcome if len(outcomes) == 1 else f"{outcome} ({', '.join(signers)})"
                             for outcome, signers in sorted(outcomes.items()))
            groups[text].append(client)
        for text, clients in groups.items():
            print(f"{case:28} | {'all clients' if len(groups) == 1 else ', '.join(clients)} | {text}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    cells, faults, accepted = defaultdict(lambda: defaultdict(list)), [], Counter()
    for record in records:
        outcome = outcome_of(record)
        cells[record["case"]][record["client"]].append((f"{record['scheme']} {record['placement']}", outcome))
        accepted[record["client"], record["scheme"], record["placement"]] += outcome == "accepted"
        if is_fault(record, outcome):
            faults.append((record, outcome))
    print_table(cells)
    control(records)
    kinds = Counter(outcome.split(":")[0] for of_clients in cells.values() for of_schemes in of_clients.values()
                    for _, outcome in of_schemes)
    print(f"{len(records)} cells, {len(faults)} faults: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    if not accepted or min(accepted.values()) < 30:
        sys.exit(f"too few requests were accepted: {accepted}")
    for record, outcome in faults[:20]:
        print(f"FAULT {record['client']} | {record['scheme']} {record['placement']} | {record['case']} | {outcome}",
              file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
