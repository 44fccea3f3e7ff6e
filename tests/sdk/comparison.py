"""Compares the crate's answers with those of the SDKs, stage by stage."""

import json
from collections import Counter

import features
import generate
from bridge import STAGES
from hosts import PARSER_SAYS, fault_of_target
from refusals import refusals
from shrink import shrink
from wire import Wire, canonical_host

# How many lines are under way between this program and the bridge.
CHUNK = 250


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


def verdict(url, sent_host):
    """What a URL parser says of a URL that we refuse. `sent_host`: None if it refuses it as well."""
    if sent_host is None:
        return "refuses"
    typed = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return "accepts" if sent_host == typed.lower() else "rewrites"


class Failure(Exception):
    pass


class Comparison:
    def __init__(self, bridge, node, sdks, seed):
        self.bridge, self.node, self.sdks, self.seed = bridge, node, sdks, seed
        self.compared = Counter()
        self.refused = Counter()
        self.exceptions = Counter()
        self.reached = Counter()
        self.verdicts = Counter()

    def run(self, scheme, count):
        number = compared = 0
        while compared < count:
            lines = [generate.line(scheme, self.seed, number + at) for at in range(min(CHUNK, count - compared))]
            number += len(lines)
            for line, (ours, sent_host) in zip(lines, self.answers(lines)):
                compared += self.check(line, ours, sent_host)
            if number > 2 * count + 100:
                raise Failure(f"{scheme}: more than half of the lines are refused")

    def answers(self, lines):
        """What we answer to each line, and the host to which a URL parser would send it."""
        parsed = self.node.ask_all([{"module": "url", "url": line["request"]["url"]} for line in lines])
        return zip(self.bridge.answers(lines), (answer["host"] for answer in parsed))

    def check(self, line, ours, sent_host):
        """Whether the line was compared: a refused one is checked and not counted."""
        is_signed = "error" not in ours
        fault = self.fault_of(line, ours, count=True) or self.fault_of_host(line, ours, sent_host)
        if fault:
            self.fail(line, fault)
        self.reached.update((line["scheme"], name) for name in features.reached(line, is_signed))
        return is_signed

    def fault_of_host(self, line, ours, sent_host):
        """As `fault_of`, for what a URL parser makes of the host."""
        url = line["request"]["url"]
        if "error" not in ours:
            wire = Wire(line)
            host = canonical_host(wire.authority, wire.scheme)
            return None if host == sent_host else ("URL parser", "host", sent_host, host)
        fault = fault_of_target(url)
        if not fault:
            return None
        said = verdict(url, sent_host)
        self.verdicts[fault, said] += 1
        return None if said in PARSER_SAYS[fault] else ("URL parser", "host", sent_host, fault)

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

    def fault_again(self, line):
        [(ours, sent_host)] = self.answers([line])
        return self.fault_of(line, ours) or self.fault_of_host(line, ours, sent_host)

    def fail(self, line, fault):
        def still(smaller):
            try:
                found = self.fault_again(smaller)
            except Exception:  # A line that cannot even be read is not a smaller form of this one.
                return False
            # The texts of a stage change with the line; the kinds of an error stay if it is the same.
            same = 4 if fault[1] == "error" else 2
            return found is not None and found[:same] == fault[:same]

        small = shrink(line, still)
        who, stage, expected, found = self.fault_again(small)
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

    def check_features(self, schemes):
        for scheme in schemes:
            for table in features.kinds(scheme):
                missing = [name for name in table if not self.reached[scheme, name]]
                if missing:
                    raise Failure(f"{scheme}: the generator has reached none of {', '.join(missing)}")

    def print_features(self):
        """How many lines of each kind were signed or refused, for each scheme in turn."""
        for outcome, title in enumerate(["signed", "refused"]):
            print(f"{title}, by scheme in the order of the table below:")
            tables = {scheme: features.kinds(scheme)[outcome] for scheme in generate.SCHEMES}
            for name in dict.fromkeys(name for table in tables.values() for name in table):
                counts = [self.reached[scheme, name] if name in table else "-" for scheme, table in tables.items()]
                print("".join(f"{count:>6}" for count in counts) + f"  {name}")
            print()
        for (fault, said), count in sorted(self.verdicts.items()):
            print(f"{count:6} refused, {fault}: a URL parser {said}")
        print()

    def print(self):
        self.print_features()
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
