"""Parameters of a call held against the published schema.

Stricter than VK, which passes over names that it does not know: a misspelt one must not pass for an optional one here.
"""

import re
from collections.abc import Mapping

from sandbox.errors import Json
from sandbox.vk.call import bad_param, spec

COMMON = frozenset({"access_token", "v", "lang", "test_mode", "https", "captcha_sid", "captcha_key"})
BOOLEANS = frozenset({"0", "1", "true", "false", "yes", "no"})
_INTEGER = re.compile(r"-?\d{1,20}")
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?")


def check(method: str, values: Mapping[str, str]) -> None:
    """Refuse unknown names, missing values and values of another kind or size. An empty value is none."""
    known = {rule["name"]: rule for rule in spec()["methods"][method]["parameters"]}
    for name in sorted(values.keys() - known.keys() - COMMON):
        bad_param(name, f"is no parameter of {method}")
    for name, rule in known.items():
        value = values.get(name, "")
        if value:
            _check_value(rule, value)
        elif rule.get("required"):
            bad_param(name)


def _check_value(rule: Json, value: str) -> None:
    kinds, name = _kinds(rule.get("type")), rule["name"]
    if "string" in kinds:
        _check_text(rule, value)
    elif "array" in kinds:
        items = [each.strip() for each in value.split(",")]
        if len(items) > rule.get("maxItems", len(items)):
            bad_param(name, f"has over {rule['maxItems']} items")
        if rule.get("items") == "integer" and not all(_INTEGER.fullmatch(each) for each in items):
            bad_param(name, "not integer")
    elif "integer" in kinds:
        _check_integer(rule, value)
    elif "boolean" in kinds and value.lower() not in BOOLEANS:
        bad_param(name, "not boolean")
    elif "number" in kinds and not _NUMBER.fullmatch(value):
        bad_param(name, "not a number")


def _check_text(rule: Json, value: str) -> None:
    if len(value) > rule.get("maxLength", len(value)):
        bad_param(rule["name"], f"is over {rule['maxLength']} signs")
    if value not in rule.get("enum", [value]):
        bad_param(rule["name"], "is invalid")


def _check_integer(rule: Json, value: str) -> None:
    name = rule["name"]
    if not _INTEGER.fullmatch(value):
        bad_param(name, "not integer")
    number = int(value)
    if number < rule.get("minimum", number):
        bad_param(name, "should be positive" if rule["minimum"] else "should be positive or 0")
    if number > rule.get("maximum", number):
        bad_param(name, f"should be less or equal to {rule['maximum']}")


def _kinds(kind: object) -> frozenset[str]:
    return frozenset(kind) if isinstance(kind, list) else frozenset({str(kind)})
