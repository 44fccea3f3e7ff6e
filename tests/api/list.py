#!/usr/bin/env python3
"""Prints the public API, an item a line, from what `rustdoc --output-format json` writes.

    list.py polysign.json >public.txt
"""
import json
import sys

KINDS = ("module", "struct", "enum", "union", "trait", "function", "constant", "static", "type_alias", "macro",
         "trait_alias", "proc_macro", "primitive")


def last(path):
    return path.rsplit("::", 1)[-1]


def generic_args(args):
    if not args:
        return ""
    if "parenthesized" in args:
        inner = args["parenthesized"]
        output = f" -> {type_of(inner['output'])}" if inner["output"] else ""
        return f"({', '.join(map(type_of, inner['inputs']))}){output}"
    parts = [argument(part) for part in args["angle_bracketed"]["args"]]
    for constraint in args["angle_bracketed"]["constraints"]:
        binding = constraint["binding"]
        term = binding.get("equality", {}).get("type")
        parts.append(f"{constraint['name']} = {type_of(term)}" if term
                     else f"{constraint['name']}: {bounds(binding['constraint'])}")
    return f"<{', '.join(parts)}>" if parts else ""


def argument(part):
    if "lifetime" in part:
        return part["lifetime"]
    return type_of(part["type"]) if "type" in part else part.get("const", {}).get("expr", "_")


def bounds(all_bounds):
    texts = []
    for bound in all_bounds:
        if "trait_bound" in bound:
            inner = bound["trait_bound"]
            mark = "?" if inner["modifier"] == "maybe" else ""
            texts.append(mark + last(inner["trait"]["path"]) + generic_args(inner["trait"]["args"]))
        elif "outlives" in bound:
            texts.append(bound["outlives"])
        else:
            texts.append("use<..>")
    return " + ".join(texts)


def type_of(node):
    (kind, inner), = node.items()
    if kind == "resolved_path":
        return last(inner["path"]) + generic_args(inner["args"])
    if kind in ("primitive", "generic"):
        return inner
    if kind == "borrowed_ref":
        lifetime = f"{inner['lifetime']} " if inner["lifetime"] else ""
        return f"&{lifetime}{'mut ' if inner['is_mutable'] else ''}{type_of(inner['type'])}"
    if kind == "slice":
        return f"[{type_of(inner)}]"
    if kind == "array":
        return f"[{type_of(inner['type'])}; {inner['len']}]"
    if kind == "tuple":
        return f"({', '.join(map(type_of, inner))})"
    if kind == "impl_trait":
        return f"impl {bounds(inner)}"
    if kind == "dyn_trait":
        texts = [last(one["trait"]["path"]) + generic_args(one["trait"]["args"]) for one in inner["traits"]]
        return "dyn " + " + ".join(texts + ([inner["lifetime"]] if inner["lifetime"] else []))
    if kind == "qualified_path":
        of = inner.get("trait")
        return f"<{type_of(inner['self_type'])} as {last(of['path'])}>::{inner['name']}" if of and of["path"] \
            else f"{type_of(inner['self_type'])}::{inner['name']}"
    if kind == "function_pointer":
        sig = inner["sig"]
        output = f" -> {type_of(sig['output'])}" if sig["output"] else ""
        return f"fn({', '.join(type_of(one) for _, one in sig['inputs'])}){output}"
    sys.exit(f"a type of an unknown kind: {kind}")


def generics(node):
    texts = []
    for param in node["params"]:
        kind = param["kind"]
        if "type" in kind:
            if kind["type"]["is_synthetic"]:
                continue
            texts.append(param["name"] + (f": {bounds(kind['type']['bounds'])}" if kind["type"]["bounds"] else ""))
        elif "const" in kind:
            texts.append(f"const {param['name']}: {type_of(kind['const']['type'])}")
        else:
            texts.append(param["name"])
    return f"<{', '.join(texts)}>" if texts else ""


def where(node):
    texts = []
    for predicate in node["where_predicates"]:
        if "bound_predicate" in predicate:
            inner = predicate["bound_predicate"]
            texts.append(f"{type_of(inner['type'])}: {bounds(inner['bounds'])}")
        else:
            texts.append("..")
    return f" where {', '.join(texts)}" if texts else ""


def function(path, inner):
    inputs = []
    for name, kind in inner["sig"]["inputs"]:
        text = type_of(kind)
        inputs.append({"Self": "self", "&Self": "&self", "&mut Self": "&mut self"}.get(text, f"self: {text}")
                      if name == "self" else f"{name}: {text}")
    output = inner["sig"]["output"]
    header = inner["header"]
    front = ("const " if header["is_const"] else "") + ("async " if header["is_async"] else "")
    return (f"{front}fn {path}{generics(inner['generics'])}({', '.join(inputs)})"
            f"{f' -> {type_of(output)}' if output else ''}{where(inner['generics'])}")


class Lister:
    def __init__(self, crate):
        self.index = crate["index"]
        self.lines = set()
        root = self.get(crate["root"])
        self.module(root["name"], root)

    def get(self, key):
        return self.index.get(str(key))

    def module(self, path, item):
        for key in item["inner"]["module"]["items"]:
            child = self.get(key)
            if child and child["visibility"] == "public":
                self.item(path, child)

    def item(self, parent, item, name=None):
        (kind, inner), = item["inner"].items()
        if kind == "use":
            return self.use(parent, inner)
        if kind not in KINDS:
            return None
        path = f"{parent}::{name or item['name']}"
        if kind == "function":
            return self.lines.add("pub " + function(path, inner))
        if kind in ("constant", "static", "type_alias"):
            word = {"constant": "const", "static": "static", "type_alias": "type"}[kind]
            return self.lines.add(f"pub {word} {path}: {type_of(inner['type'])}")
        extra = " #[non_exhaustive]" if "non_exhaustive" in item["attrs"] else ""
        self.lines.add(f"pub {kind} {path}{generics(inner['generics']) if 'generics' in inner else ''}{extra}"
                       .replace("pub module", "pub mod"))
        if kind == "module":
            self.module(path, item)
        elif kind == "struct":
            self.fields(path, inner["kind"])
        elif kind == "enum":
            for key in inner["variants"]:
                self.variant(path, self.get(key))
        elif kind == "trait":
            for key in inner["items"]:
                self.member(path, self.get(key))
        # Of a trait only what it is implemented for beyond the crate's own types.
        self.impls(path, inner.get("impls", inner.get("implementations", [])))
        return None

    def use(self, parent, inner):
        target = self.get(inner["id"])
        if target is None:
            self.lines.add(f"pub use {parent}::{inner['name']} = {inner['source']}")
        elif inner["is_glob"]:
            self.module(parent, target)
        else:
            self.item(parent, target, inner["name"])

    def fields(self, path, kind):
        keys = kind if isinstance(kind, list) else []
        if isinstance(kind, dict):
            (_, inner), = kind.items()
            keys = inner["fields"] if isinstance(inner, dict) else inner
        for key in keys:
            field = self.get(key) if key is not None else None
            if field:
                self.lines.add(f"pub {path}::{field['name']}: {type_of(field['inner']['struct_field'])}")

    def variant(self, path, item):
        own = f"{path}::{item['name']}"
        kind = item["inner"]["variant"]["kind"]
        extra = " #[non_exhaustive]" if "non_exhaustive" in item["attrs"] else ""
        self.lines.add(f"pub {own}{extra}")
        if kind != "plain":
            self.fields(own, kind)

    def member(self, path, item):
        (kind, inner), = item["inner"].items()
        own = f"{path}::{item['name']}"
        if kind == "function":
            provided = " { .. }" if inner["has_body"] else ""
            self.lines.add(f"pub {function(own, inner)}{provided}")
        elif kind == "assoc_const":
            self.lines.add(f"pub const {own}: {type_of(inner['type'])}")
        elif kind == "assoc_type":
            self.lines.add(f"pub type {own}")

    def impls(self, path, keys):
        for key in keys:
            item = self.get(key)
            inner = item["inner"]["impl"] if item else None
            if not inner or inner["is_synthetic"] or inner["blanket_impl"]:
                continue
            if inner["trait"]:
                subject = self.subject(path, inner["for"])
                if subject:
                    self.lines.add(f"impl{generics(inner['generics'])} {last(inner['trait']['path'])}"
                                   f"{generic_args(inner['trait']['args'])} for {subject}{where(inner['generics'])}")
                continue
            for member in inner["items"]:
                child = self.get(member)
                if child and child["visibility"] == "public":
                    (kind, body), = child["inner"].items()
                    own = f"{path}::{child['name']}"
                    self.lines.add(f"pub {function(own, body)}" if kind == "function"
                                   else f"pub const {own}: {type_of(body['type'])}")

    def subject(self, path, node):
        """The type of an impl, by its public path. None for another type of the crate, which lists it itself."""
        (kind, inner), = node.items()
        if kind != "resolved_path" or not self.get(inner["id"]):
            return type_of(node)
        return path + generic_args(inner["args"]) if last(inner["path"]) == last(path) else None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = Lister(json.load(file)).lines
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main()
