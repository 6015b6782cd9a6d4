"""Reads TOML and YAML with Python's parsers, as another opinion for the fuzz tests. One request per line of standard
input, one answer per line: {"documents": […]} or {"why": …}. Dates are "date"; scalars of YAML are their text."""
import datetime
import json
import sys

try:
    import tomllib
except ImportError:
    tomllib = None
try:
    import yaml
except ImportError:
    yaml = None


def plain(value):
    if isinstance(value, (datetime.date, datetime.time)):
        return "date"
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def shape(node, above=()):
    """Tables as lists of pairs, so that keys need not be text."""
    if node is None:
        return None
    if id(node) in above:
        raise ValueError("an alias within its own anchor")
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        return {"pairs": [[shape(key, above), shape(value, above)] for key, value in node.value]}
    if isinstance(node, yaml.SequenceNode):
        return {"items": [shape(item, above) for item in node.value]}
    return {"text": node.value, "isPlain": node.style is None}


def read(language, text):
    if language == "TOML":
        return {"documents": [plain(tomllib.loads(text))]}
    return {"documents": [shape(node) for node in yaml.compose_all(text, Loader=yaml.BaseLoader)]}


print(json.dumps([name for name, there in (("TOML", tomllib), ("YAML", yaml)) if there]), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = read(request["language"], request["text"])
    except Exception as error:
        answer = {"why": f"{type(error).__name__}: {error}"[:500]}
    print(json.dumps(answer), flush=True)
