"""The operator's file lab.yaml: read, checked against lab.schema.json, completed with its defaults.

As a program: `words` tells the shell scripts what they need of the running lab's; `check SCHEMA` says what is wrong with a file on standard input, or the kind of its Slurm; `reference SCHEMA` writes the page that explains each key."""
import difflib
import json
import os
import sys

import jsonschema
import yaml

FILE = "/etc/isopleth/lab.yaml"
SCHEMA = "/opt/isopleth/hub-config/lab.schema.json"


class SettingsError(Exception):
    """The file is at fault; the text says where and how to mend it."""


def parse(text, schema):
    """The settings as nested dictionaries, defaults filled in."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        _refuse_twice(node)
        value = yaml.safe_load(text)
    except yaml.YAMLError as e:
        raise SettingsError(" ".join(str(e).split())) from None
    value = {} if value is None else value
    problems = [
        f"line {_line(node, error.absolute_path)}: {_say(error)}"
        for error in sorted(jsonschema.Draft202012Validator(schema).iter_errors(value), key=lambda e: list(map(str, e.absolute_path)))
    ]
    if value and not problems and value.get("authentication", {}).get("kind") == "oidc" and "oidc" not in value["authentication"]:
        problems = ["authentication.kind is oidc, so authentication.oidc must name the provider."]
    if problems:
        raise SettingsError("; ".join(problems))
    return _complete(value, schema)


def load():
    """The running lab's settings."""
    with open(FILE, encoding="utf-8") as file, open(SCHEMA, encoding="utf-8") as schema:
        return parse(file.read(), json.load(schema))


def bytes_of(size):
    """2G as a number of bytes."""
    return int(float(size[:-1]) * 1024 ** ("KMGT".index(size[-1]) + 1))


def _say(error):
    where = ".".join(map(str, error.absolute_path))
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for key in error.instance:
            if key not in known:
                near = difflib.get_close_matches(key, known, 1)
                return f"there is no setting '{where + '.' if where else ''}{key}'" + (f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(known)}.")
    if error.validator == "pattern":
        return f"{where} is '{error.instance}'. {error.schema.get('description', '')}".rstrip()
    return f"{where or 'the file'}: {error.message}. {error.schema.get('description', '')}".rstrip()


def _refuse_twice(node):
    """YAML's reader keeps the last of two keys and says nothing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    seen = set()
    for key, value in pairs:
        if key.value in seen:
            raise SettingsError(f"line {key.start_mark.line + 1}: '{key.value}' is there twice; write its settings below one of them.")
        seen.add(key.value)
        _refuse_twice(value)


def _line(node, path):
    for step in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), node)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[step]
    return node.start_mark.line + 1 if node else 1


def _complete(value, schema):
    if schema.get("type") != "object" or "properties" not in schema:
        return value
    complete = dict(value)
    for key, part in schema["properties"].items():
        if key in complete:
            complete[key] = _complete(complete[key], part)
        elif "default" in part:
            complete[key] = part["default"]
        elif part.get("type") == "object" and "required" not in part:
            complete[key] = _complete({}, part)
    return complete


def reference(schema):
    """The page, in Markdown."""
    lines = [f"# {schema['title']}", "", schema["description"], "", "This page is written from lab.schema.json by `./isopleth shell -- python3 -m isopleth_lab.settings reference`.", ""]

    def rows(part, prefix):
        for key, inner in part["properties"].items():
            if "properties" in inner:
                continue
            kind = " or ".join(f"`{v}`" for v in inner["enum"]) if "enum" in inner else inner["type"]
            limits = [f"{word} {inner[name]}" for name, word in (("minimum", "from"), ("maximum", "to")) if name in inner]
            default = f"`{json.dumps(inner['default'])}`" if "default" in inner else "must be given" if key in part.get("required", []) else ""
            yield f"| `{prefix}{key}` | {' '.join([kind, *limits])} | {default} | {inner['description']} |"

    def section(name, part, prefix):
        body = list(rows(part, prefix))
        if body:
            lines.extend([f"## {name}", "", *([part["description"], ""] if prefix else []), "| Key | Type | Default | Meaning |", "|---|---|---|---|", *body, ""])
        for key, inner in part["properties"].items():
            if "properties" in inner:
                section(f"{prefix}{key}", inner, f"{prefix}{key}.")

    section("At the top", schema, "")
    return "\n".join(lines)


def main(command, schema=None):
    if command == "words":
        lab = load()
        print("yes" if lab["network"]["outside"] else "no", lab["slurm"]["kind"], ",".join(lab["network"]["blocked"]))
        return 0
    if schema is None:
        with open(SCHEMA, encoding="utf-8") as file:
            schema = file.read()
    schema = json.loads(schema)
    if command == "reference":
        sys.stdout.write(reference(schema))
        return 0
    try:
        print(parse(sys.stdin.read(), schema)["slurm"]["kind"])
        return 0
    except SettingsError as e:
        print(e, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
