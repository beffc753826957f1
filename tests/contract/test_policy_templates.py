"""The templates of policies are up to date, keep to the rules of their formats, and all that they can set is read.

The rules of ADMX and ADML are those of Microsoft's ADMX schema as far as our templates use them: MS-GPREG, section 7,
and https://learn.microsoft.com/previous-versions/windows/desktop/policy/ for each element. The schema's own files
(BaseTypes.xsd, PolicyDefinitions.xsd, PolicyDefinitionFiles.xsd) are Microsoft's, without a licence to pass them on,
so they are not here. The rules of a profile: "Define a profile" in Apple's Device Management documentation.
"""

import importlib.util
import plistlib
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from porchlight.alerts.channels.registry import find_kind as find_channel
from porchlight.language.english import english
from porchlight.probes.registry import find_kind
from porchlight.settings.file import parse
from porchlight.settings.policy import Source, combined, from_property_list, switches, with_whole
from porchlight.settings.toml import parse_plain
from tests.schemas import DOCS

FOLDER = DOCS.parent / "installers" / "policies"
PREFIX = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
NAME = re.compile(r"[\w]{1,255}", re.ASCII)
# By element: required and optional attributes, and the children in their order with how many there may be.
DEFINITIONS = {
    "policyDefinitions": ("revision schemaVersion", "", "policyNamespaces resources supportedOn categories policies"),
    "policyNamespaces": ("", "", "target"),
    "target": ("prefix namespace", "", ""),
    "resources": ("minRequiredRevision", "", ""),
    "supportedOn": ("", "ref", "definitions?"),
    "definitions": ("", "", "definition+"),
    "definition": ("name displayName", "", ""),
    "categories": ("", "", "category+"),
    "category": ("name displayName", "explainText", "parentCategory?"),
    "parentCategory": ("ref", "", ""),
    "policies": ("", "", "policy+"),
    "policy": (
        "name class displayName key",
        "explainText presentation valueName",
        "parentCategory supportedOn enabledValue? disabledValue? elements?",
    ),
    "enabledValue": ("", "", "decimal"),
    "disabledValue": ("", "", "decimal"),
    "elements": ("", "", "text? decimal? enum? multiText?"),
    "text": ("id valueName", "required maxLength", ""),
    "multiText": ("id valueName", "required maxLength maxStrings", ""),
    "enum": ("id valueName", "required", "item*"),
    "item": ("displayName", "", "value"),
    "value": ("", "", "string"),
    "string": ("", "", ""),
}
TEXTS = {
    "policyDefinitionResources": ("revision schemaVersion", "", "displayName description resources"),
    "displayName": ("", "", ""),
    "description": ("", "", ""),
    "resources": ("", "", "stringTable presentationTable"),
    "stringTable": ("", "", "string+"),
    "string": ("id", "", ""),
    "presentationTable": ("", "", "presentation+"),
    "presentation": ("id", "", "text? textBox? decimalTextBox? dropdownList? multiTextBox?"),
    "text": ("", "", ""),
    "textBox": ("refId", "", "label defaultValue?"),
    "label": ("", "", ""),
    "defaultValue": ("", "", ""),
    "decimalTextBox": ("refId", "defaultValue spin spinStep", ""),
    "dropdownList": ("refId", "noSort defaultItem", ""),
    "multiTextBox": ("refId", "", ""),
}
WITH_TEXT = {"displayName", "description", "string", "label", "defaultValue", "decimalTextBox", "dropdownList"}
"""All others are empty but for their children; ``text`` has one in a presentation alone."""
_ITEM, _NUMBER, _YES_OR_NO = r"\w+", r"\d{1,10}", r"true|false|0|1"
VALUES = {
    "revision": r"\d{1,4}\.\d{1,5}",
    "schemaVersion": r"\d{1,4}\.\d{1,5}",
    "minRequiredRevision": r"\d{1,4}\.\d{1,5}",
    "prefix": _ITEM,
    "namespace": r"[\w.]+",
    "name": _ITEM,
    "ref": _ITEM,
    "class": "User|Machine|Both",
    "displayName": r"\$\(string\.\w+\)",
    "explainText": r"\$\(string\.\w+\)",
    "presentation": r"\$\(presentation\.\w+\)",
    "key": r"[\w\\]+",
    "valueName": _ITEM,
    "id": _ITEM,
    "refId": _ITEM,
    **dict.fromkeys(("required", "storeAsText", "spin", "noSort"), _YES_OR_NO),
    **dict.fromkeys(
        ("minValue", "maxValue", "maxLength", "maxStrings", "value", "defaultValue", "defaultItem"), _NUMBER
    ),
    "spinStep": _NUMBER,
}
"""What an attribute may hold: the schema's simple types. A number has 32 bits."""
CONTROLS = {"text": "textBox", "decimal": "decimalTextBox", "enum": "dropdownList", "multiText": "multiTextBox"}


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_policies", FOLDER / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
FILES: dict[str, bytes] = SCRIPT.files()
LANGUAGES = sorted(place for place in FILES if place.endswith(".adml"))


@pytest.mark.parametrize("place", FILES)
def test_a_template_is_up_to_date(place: str) -> None:
    written = (FOLDER / place).read_bytes().replace(b"\r\n", b"\n")
    assert written == FILES[place], "run: make policies"


# -- the formats


def _of(place: str) -> ET.Element:
    return ET.fromstring(FILES[place])


def _tag(element: ET.Element) -> str:
    assert element.tag.startswith(PREFIX)
    return element.tag.removeprefix(PREFIX)


@pytest.mark.parametrize("place", ["windows/porchlight.admx", *LANGUAGES])
def test_elements_have_the_attributes_and_children_of_the_schema_in_its_order(place: str) -> None:
    rules = DEFINITIONS if place.endswith(".admx") else TEXTS
    for element in _of(place).iter():
        tag = _tag(element)
        if tag == "decimal":  # one name, two types
            if set(element.attrib) != {"value"}:
                assert {"id", "valueName"} <= set(element.attrib) <= {
                    "id", "valueName", "required", "minValue", "maxValue", "storeAsText",
                }  # fmt: skip
                assert 0 <= int(element.attrib["minValue"]) <= int(element.attrib["maxValue"]) < 2**32
            continue
        required, optional, children = rules[tag]
        assert {*required.split()} <= set(element.attrib) <= {*required.split(), *optional.split()}, tag
        pattern = "".join(
            f"(?:{child.rstrip('?*+')} ){child[-1] if child[-1] in '?*+' else ''}" for child in children.split()
        )
        found = "".join(f"{_tag(child)} " for child in element)
        assert re.fullmatch(pattern, found), (tag, found)


@pytest.mark.parametrize("place", ["windows/porchlight.admx", *LANGUAGES])
def test_values_are_of_the_types_of_the_schema(place: str) -> None:
    for element in _of(place).iter():
        for name, value in element.attrib.items():
            assert re.fullmatch(VALUES[name], value, re.ASCII), (name, value)
            assert VALUES[name] is not _NUMBER or int(value) < 2**32
        tag = _tag(element)
        if tag in WITH_TEXT or (tag == "text" and place.endswith(".adml")):
            assert (element.text or "").strip(), tag
        else:
            assert not (element.text or "").strip(), f"{tag} may hold no text"
        assert not (element.tail or "").strip()
    for one in _of(place).iter(f"{PREFIX}value"):
        assert all(len(text.text or "") <= 255 for text in one)


@pytest.mark.parametrize("place", LANGUAGES)
def test_a_language_is_as_new_as_the_definitions_ask(place: str) -> None:
    needed = _of("windows/porchlight.admx").find(f"{PREFIX}resources")
    assert needed is not None

    def revision(text: str) -> tuple[int, ...]:
        return tuple(int(part) for part in text.split("."))

    assert revision(_of(place).attrib["revision"]) >= revision(needed.attrib["minRequiredRevision"])


@pytest.mark.parametrize("place", LANGUAGES)
def test_what_a_control_begins_with_is_what_its_element_takes(place: str) -> None:
    """The editor opens with it, and refuses to close where it is outside of the limits."""
    elements = {one.attrib["id"]: one for one in _of("windows/porchlight.admx").iter() if "id" in one.attrib}
    for control in _of(place).iter():
        if (name := control.attrib.get("refId")) is None:
            continue
        element = elements[name]
        match _tag(control):
            case "decimalTextBox":
                least, most = int(element.attrib["minValue"]), int(element.attrib["maxValue"])
                assert least <= int(control.attrib["defaultValue"]) <= most
            case "dropdownList" if "defaultItem" in control.attrib:
                assert int(control.attrib["defaultItem"]) < len(element)
            case "textBox":
                assert len(control.findtext(f"{PREFIX}defaultValue") or "") <= int(element.attrib["maxLength"])


def test_a_choice_begins_with_its_default() -> None:
    chosen = {
        one.attrib["refId"]: int(one.attrib["defaultItem"]) for one in _of(LANGUAGES[0]).iter(f"{PREFIX}dropdownList")
    }
    for one in SCRIPT.settings():
        if one.name in chosen:
            assert list(one.type)[chosen[one.name]].value == one.default


@pytest.mark.parametrize("place", LANGUAGES)
def test_what_the_definitions_name_is_there_once_in_each_language(place: str) -> None:
    definitions, texts = _of("windows/porchlight.admx"), _of(place)
    named: dict[str, set[str]] = {"string": set(), "presentation": set()}
    for element in definitions.iter():
        for value in element.attrib.values():
            if found := re.fullmatch(r"\$\((string|presentation)\.(\w+)\)", value):
                named[found[1]].add(found[2])
            else:
                assert "$(" not in value
    for kind, wanted in named.items():
        ids = Counter(one.attrib["id"] for one in texts.iter(f"{PREFIX}{kind}"))
        assert set(ids) == wanted
        assert set(ids.values()) == {1}
        assert len({one.casefold() for one in ids}) == len(ids)
        assert all(NAME.fullmatch(one) for one in ids)
    assert all((one.text or "").strip() for one in texts.iter(f"{PREFIX}string"))


@pytest.mark.parametrize("place", LANGUAGES)
def test_each_element_has_a_control_of_its_type(place: str) -> None:
    shown = {one.attrib["id"]: one for one in _of(place).iter(f"{PREFIX}presentation")}
    for policy in _policies():
        elements = policy.find(f"{PREFIX}elements")
        if elements is None:
            assert "presentation" not in policy.attrib
            assert policy.attrib["valueName"]
            continue
        reference = policy.attrib["presentation"].removeprefix("$(presentation.").removesuffix(")")
        controls = [(_tag(one), one.attrib["refId"]) for one in shown[reference] if "refId" in one.attrib]
        assert controls == [(CONTROLS[_tag(one)], one.attrib["id"]) for one in elements]


def test_names_are_unique_and_every_reference_has_its_end() -> None:
    top = _of("windows/porchlight.admx")
    categories = Counter(one.attrib["name"] for one in top.iter(f"{PREFIX}category"))
    policies = Counter(one.attrib["name"] for one in _policies())
    for names in (categories, policies):
        assert set(names.values()) == {1}
        assert len({name.casefold() for name in names}) == len(names)
        assert all(NAME.fullmatch(name) for name in names)
    assert {one.attrib["ref"] for one in top.iter(f"{PREFIX}parentCategory")} <= set(categories)
    supported = {one.attrib["name"] for one in top.iter(f"{PREFIX}definition")}
    assert {one.attrib["ref"] for one in top.iter(f"{PREFIX}supportedOn") if one.attrib} == supported
    assert not {one.attrib["namespace"].split(".")[0] for one in top.iter(f"{PREFIX}target")} & {
        "Microsoft",
        "Windows",
    }
    values = Counter(
        (policy.attrib["key"].casefold(), one.attrib["valueName"].casefold())
        for policy in _policies()
        for one in policy.iter()
        if "valueName" in one.attrib
    )
    assert set(values.values()) == {1}, "two settings write the same value of the registry"
    assert {one.attrib["class"] for one in _policies()} == {"Both"}
    for policy in _policies():
        assert policy.attrib["key"].startswith("Software\\Policies\\Porchlight")
        assert not policy.attrib["key"].startswith("\\")


def test_the_texts_differ_by_language() -> None:
    texts = {FILES[place] for place in LANGUAGES}
    assert len(texts) == len(LANGUAGES) == 5


def test_the_profile_is_one_that_macos_takes() -> None:
    profile = plistlib.loads(FILES["macos/porchlight.mobileconfig"], fmt=plistlib.FMT_XML)
    (payload,) = profile["PayloadContent"]
    assert profile["PayloadType"] == "Configuration"
    assert payload["PayloadType"] == "org.porchlight.Porchlight"
    assert profile["PayloadScope"] in {"System", "User"}
    for one in (profile, payload):
        assert one["PayloadVersion"] == 1
        assert type(one["PayloadVersion"]) is int
        assert re.fullmatch(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", one["PayloadIdentifier"])
        assert one["PayloadDisplayName"]
        assert str(uuid.UUID(one["PayloadUUID"])).upper() == one["PayloadUUID"]
    assert profile["PayloadUUID"] != payload["PayloadUUID"]
    assert profile["PayloadIdentifier"] != payload["PayloadIdentifier"]
    assert {key for key in profile if key.startswith("Payload")} == set(profile), (
        "no setting is outside of the payload"
    )


# -- what they set is read


def _policies() -> Iterator[ET.Element]:
    yield from _of("windows/porchlight.admx").iter(f"{PREFIX}policy")


def _faults(document: dict[str, Any]) -> list[str]:
    policy = combined([Source("policy", document)])
    found = parse("settings.toml", b"", find_kind, find_channel, policy)
    return [english(problem.text) for problem in found.all_problems()]


def _values() -> Iterator[tuple[str, str, object]]:
    """Everything that the templates can write into the registry: the key, the value's name, the value."""
    defaults = {one.name: one.described.example or one.default for one in SCRIPT.settings()}
    for policy in _policies():
        key, name = policy.attrib["key"], policy.attrib["name"]
        elements = policy.find(f"{PREFIX}elements")
        if elements is None:
            yield key, policy.attrib["valueName"], 0
            yield key, policy.attrib["valueName"], 1
            continue
        (element,) = elements
        value = element.attrib["valueName"]
        match _tag(element):
            case "decimal":
                yield key, value, int(element.attrib["minValue"])
                yield key, value, int(element.attrib["maxValue"])
            case "enum":
                for one in element.iter(f"{PREFIX}string"):
                    yield key, value, one.text
            case "multiText" if name == "Settings":
                yield key, value, ["[components.website]", 'kind = "http"', 'url = "https://give.example.org"']
            case "multiText" | "text" if defaults[name] is not None:
                yield key, value, defaults[name]


@pytest.mark.parametrize(("key", "name", "value"), list(_values()))
def test_porchlight_reads_what_a_template_writes_into_the_registry(key: str, name: str, value: object) -> None:
    document: dict[str, Any] = {}
    table = document
    for part in key.split("\\")[3:]:
        table = table.setdefault(part, {})
    table[name] = value
    if key.endswith("otlp") and name == "enabled":
        table["endpoint"] = "https://otlp.example.org"  # one of the two that it needs
    faults = [one for one in _faults(switches(with_whole(document))) if "is missing" not in one]
    assert faults == []


def test_porchlight_reads_the_settings_of_the_profile_as_macos_stores_them() -> None:
    (payload,) = plistlib.loads(FILES["macos/porchlight.mobileconfig"])["PayloadContent"]
    document = from_property_list(plistlib.dumps(payload))
    assert set(document) == {"monitor", "updates", "components"}
    assert _faults(document) == []


def test_every_line_of_the_file_for_linux_may_be_uncommented() -> None:
    text = re.sub(r"^# (?=\w+ = )", "", FILES["linux/policy.toml"].decode(), flags=re.MULTILINE)
    document = parse_plain(text)
    assert document["monitor"]["interval"] == "60s"
    assert len(document) == 9
    assert _faults(document) == []
