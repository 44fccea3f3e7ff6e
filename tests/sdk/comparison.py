"""Compares the crate's answers with those of the SDKs, stage by stage."""

import json
from collections import Counter

import generate
from bridge import STAGES
from refusals import refusals
from shrink import shrink

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
