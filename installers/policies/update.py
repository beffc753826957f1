"""``make policies``: write the templates of policies from the models of the settings.

- ``windows/porchlight.admx`` and an ``.adml`` for each language: for Group Policy and Intune;
- ``macos/porchlight.mobileconfig``: a configuration profile for Jamf and other MDMs, to be edited;
- ``linux/policy.toml``: a policy of which nothing is in force until a line is uncommented.

Section by section what is one value has a setting of its own. All else goes into the value ``Settings``, a whole
settings file as text. The rules of the ADMX schema are in tests/contract/test_policy_templates.py.
"""

import json
import plistlib
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "app")]

from porchlight.language.english import english  # noqa: E402 - the script may be run from anywhere
from porchlight.language.render import Renderer  # noqa: E402
from porchlight.language.text import Text, msg  # noqa: E402
from porchlight.settings.defaults import written_default  # noqa: E402
from porchlight.settings.describe import Described, choice_label, description_of, without_none  # noqa: E402
from porchlight.settings.export import SECTIONS as EXPORTS  # noqa: E402
from porchlight.settings.json_schema import SECTIONS  # noqa: E402
from porchlight.settings.policy import APP, WHOLE, WHOLE_FILE, WINDOWS_KEY  # noqa: E402

LANGUAGES: Final = {"en": "en-US", "es": "es-ES", "fr": "fr-FR", "pt_BR": "pt-BR", "de": "de-DE"}
"""By our own code, the folder of Windows."""
NAMESPACE: Final = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_TITLES: Final[Mapping[str, Text]] = {
    "monitor": msg("Checking"),
    "desktop": msg("General"),
    "updates": msg("New versions"),
    "ingest": msg("Job reports"),
    "report": msg("Weekly report"),
    "status_page": msg("Status page"),
    "alerts": msg("Alerts"),
    "heartbeat": msg("Heartbeat"),
    "export.otlp": msg("Metrics over OpenTelemetry"),
    "export.prometheus": msg("Metrics for Prometheus"),
}
"""As the windows call them."""
_PORT: Final = 65535
_MOST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Setting:
    """One key that a policy can set by itself."""

    section: str
    key: str
    type: Any
    described: Described
    default: Any
    limits: Mapping[str, int]

    @property
    def name(self) -> str:
        """In ADMX: letters, digits and underscores."""
        return f"{self.section}_{self.key}".replace(".", "_")


def settings() -> Iterator[Setting]:
    """All of them, in the order of the models."""
    models = {**SECTIONS, **{f"export.{name}": model for name, model in EXPORTS.items()}}
    for section, model in models.items():
        for name, info in model.model_fields.items():
            kind, metadata = without_none(info)
            limits = {
                limit: int(getattr(one, limit))
                for one in (*info.metadata, *metadata)
                for limit in ("ge", "le")
                if getattr(one, limit, None) is not None
            }
            if kind in (bool, int, float, str, time, tuple[str, ...]) or _is_choice(kind):
                described = description_of(name, info)
                yield Setting(section, info.alias or name, kind, described, written_default(info), limits)


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


# -- Windows


def admx() -> bytes:
    """The definitions, without texts."""
    top = ET.Element("policyDefinitions", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    namespaces = ET.SubElement(top, "policyNamespaces")
    ET.SubElement(namespaces, "target", prefix="porchlight", namespace="Porchlight.Policies")
    ET.SubElement(top, "resources", minRequiredRevision="1.0")
    supported = ET.SubElement(ET.SubElement(top, "supportedOn"), "definitions")
    ET.SubElement(supported, "definition", name="porchlight", displayName="$(string.porchlight)")
    categories = ET.SubElement(top, "categories")
    ET.SubElement(categories, "category", name="porchlight", displayName="$(string.porchlight)")
    for section in _TITLES:
        name = _category(section)
        category = ET.SubElement(categories, "category", name=name, displayName=f"$(string.{name})")
        ET.SubElement(category, "parentCategory", ref="porchlight")
    policies = ET.SubElement(top, "policies")
    for one in settings():
        policy = _policy(
            policies, one.name, _category(one.section), _key(one.section), presented=one.type is not bool
        )
        if one.type is bool:
            policy.set("valueName", one.key)
            for state, value in (("enabledValue", "1"), ("disabledValue", "0")):
                ET.SubElement(ET.SubElement(policy, state), "decimal", value=value)
        else:
            _element(ET.SubElement(policy, "elements"), one)
    policy = _policy(policies, WHOLE, "porchlight", WINDOWS_KEY, presented=True)
    lines = {"id": WHOLE, "valueName": WHOLE, "required": "true", "maxLength": "16383", "maxStrings": "0"}
    ET.SubElement(ET.SubElement(policy, "elements"), "multiText", lines)
    return _xml(top)


def _policy(policies: ET.Element, name: str, category: str, key: str, *, presented: bool) -> ET.Element:
    attributes = {
        "name": name,
        "class": "Both",
        "displayName": f"$(string.{name})",
        "explainText": f"$(string.{name}_help)",
        "key": key,
    }
    if presented:
        attributes["presentation"] = f"$(presentation.{name})"
    policy = ET.SubElement(policies, "policy", attributes)
    ET.SubElement(policy, "parentCategory", ref=category)
    ET.SubElement(policy, "supportedOn", ref="porchlight")
    return policy


def _element(elements: ET.Element, one: Setting) -> None:
    attributes = {"id": one.name, "valueName": one.key, "required": "true"}
    if one.type is int:
        least, most = one.limits.get("ge", 0), one.limits.get("le", _PORT if one.key == "port" else _MOST)
        ET.SubElement(elements, "decimal", {**attributes, "minValue": str(least), "maxValue": str(most)})
    elif _is_choice(one.type):
        choice = ET.SubElement(elements, "enum", attributes)
        for value in one.type:
            item = ET.SubElement(choice, "item", displayName=f"$(string.{_choice(one, value)})")
            ET.SubElement(ET.SubElement(item, "value"), "string").text = value.value
    elif one.type == tuple[str, ...]:
        ET.SubElement(elements, "multiText", {**attributes, "maxLength": "1023", "maxStrings": "0"})
    else:
        ET.SubElement(elements, "text", {**attributes, "maxLength": "1023"})


def adml(code: str) -> bytes:
    """The texts in one language."""
    text = Renderer(code)
    top = ET.Element("policyDefinitionResources", xmlns=NAMESPACE, revision="1.0", schemaVersion="1.0")
    ET.SubElement(top, "displayName").text = "Porchlight"
    ET.SubElement(top, "description").text = "Porchlight"
    resources = ET.SubElement(top, "resources")
    strings, presentations = ET.SubElement(resources, "stringTable"), ET.SubElement(resources, "presentationTable")

    def put(name: str, value: str) -> None:
        ET.SubElement(strings, "string", id=name).text = value

    put("porchlight", "Porchlight")
    for section, title in _TITLES.items():
        put(_category(section), text(title))
    for one in settings():
        label = text(one.described.label)
        put(one.name, label)
        put(f"{one.name}_help", _help(one, text))
        if one.type is bool:
            continue
        presentation = ET.SubElement(presentations, "presentation", id=one.name)
        if one.type is int:
            box = ET.SubElement(presentation, "decimalTextBox", refId=one.name)
            box.set("defaultValue", str(one.default))
            box.text = label
        elif _is_choice(one.type):
            for value in one.type:
                put(_choice(one, value), text(choice_label(value)))
            choices = ET.SubElement(presentation, "dropdownList", refId=one.name, noSort="true")
            if one.default is not None:  # it has to be set: without one, the editor opens with nothing chosen
                choices.set("defaultItem", str([value.value for value in one.type].index(one.default)))
            choices.text = label
        elif one.type == tuple[str, ...]:
            _lines(presentation, one.name, label)
        else:
            box = ET.SubElement(presentation, "textBox", refId=one.name)
            ET.SubElement(box, "label").text = label
            if one.default:
                ET.SubElement(box, "defaultValue").text = str(one.default)
    put(WHOLE, text(WHOLE_FILE.title))
    put(f"{WHOLE}_help", f"{text(WHOLE_FILE.description)}\n\n{WHOLE}")
    presentation = ET.SubElement(presentations, "presentation", id=WHOLE)
    _lines(presentation, WHOLE, text(WHOLE_FILE.title))
    return _xml(top)


def _lines(presentation: ET.Element, name: str, label: str) -> None:
    """A box for several lines. It is the one control that has no label of its own and must be empty.

    https://learn.microsoft.com/previous-versions/windows/desktop/policy/element-multitextbox
    """
    ET.SubElement(presentation, "text").text = label
    ET.SubElement(presentation, "multiTextBox", refId=name)


def _help(one: Setting, text: Renderer) -> str:
    """What it does, its name in the settings file, and an example of how it is written."""
    example = one.described.example if one.described.example is not None else one.default
    written = "" if example is None or one.type is bool else f" = {_toml(example)}"
    return f"{text(one.described.description)}\n\n{one.section}.{one.key}{written}"


def _category(section: str) -> str:
    return "section_" + section.replace(".", "_")


def _choice(one: Setting, value: StrEnum) -> str:
    return f"{one.name}_is_{value.value}".replace("-", "_")


def _key(section: str) -> str:
    return "\\".join((WINDOWS_KEY, *section.split(".")))


def _xml(top: ET.Element) -> bytes:
    ET.indent(top)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(top, encoding="utf-8") + b"\n"


# -- macOS and Linux


def mobileconfig() -> bytes:
    """A profile whose payload holds the defaults of two settings and an example of the whole file, to be edited."""
    payload = {
        "PayloadType": APP,
        "PayloadIdentifier": f"{APP}.settings",
        "PayloadUUID": _uuid("settings"),
        "PayloadVersion": 1,
        "PayloadDisplayName": "Porchlight",
        "monitor": {"interval": "60s"},
        "updates": {"check": False},
        WHOLE: '[components.website]\nkind = "http"\nname = "Donation page"\nurl = "https://give.example.org"\n',
    }
    profile = {
        "PayloadType": "Configuration",
        "PayloadIdentifier": f"{APP}.profile",
        "PayloadUUID": _uuid("profile"),
        "PayloadVersion": 1,
        "PayloadDisplayName": "Porchlight",
        "PayloadDescription": "Settings of Porchlight that people on this computer cannot change.",
        "PayloadScope": "System",
        "PayloadRemovalDisallowed": False,
        "PayloadContent": [payload],
    }
    return plistlib.dumps(profile, sort_keys=False)


def _uuid(name: str) -> str:
    """The same in each release, so that a newer profile replaces an older one."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.porchlight.org")).upper()


def policy_toml() -> bytes:
    """Every setting with its default, commented out."""
    lines = [
        "# /etc/porchlight/policy.toml: what is set here, people on this computer cannot change.",
        "# The file and its folder belong to root, and nobody else may write in them:",
        "#     install -d -m 755 -o root -g root /etc/porchlight",
        "#     install -m 644 -o root -g root policy.toml /etc/porchlight/policy.toml",
        "# Components, channels and rules are written as in any settings file.",
    ]
    section = ""
    for one in settings():
        if one.section != section:
            section = one.section
            lines += ["", f"[{section}]"]
        example = one.default if one.default is not None else one.described.example
        lines += [f"# {english(one.described.description)}", f"# {one.key} = {_toml(example)}"]
    return ("\n".join(lines) + "\n").encode()


def _toml(value: Any) -> str:
    return json.dumps("" if value is None else value, ensure_ascii=False)


def files() -> dict[str, bytes]:
    """All of them, by their place below this folder."""
    texts = {f"windows/{folder}/porchlight.adml": adml(code) for code, folder in LANGUAGES.items()}
    return {
        "windows/porchlight.admx": admx(),
        **texts,
        "macos/porchlight.mobileconfig": mobileconfig(),
        "linux/policy.toml": policy_toml(),
    }


def main() -> None:
    """Write all of them."""
    for place, content in files().items():
        file = HERE / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    main()
