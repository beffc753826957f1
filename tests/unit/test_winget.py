"""The manifests for winget: what the schema demands of each of the four, and that they fit the installer's script."""

import hashlib
import re
from pathlib import Path

import yaml

from installers.windows.winget import IDENTIFIER, manifests

_REQUIRED = {
    "version": {"DefaultLocale"},
    "installer": {"Installers"},
    "defaultLocale": {"PackageLocale", "Publisher", "PackageName", "License", "ShortDescription"},
    "locale": {"PackageLocale"},
}
_SCRIPT = Path("installers/windows/porchlight.iss").read_text(encoding="utf-8")


def _made(tmp_path: Path) -> dict[str, dict[str, object]]:
    setup = tmp_path / "porchlight-1.2.3-windows-x64-setup.exe"
    setup.write_bytes(b"a setup")
    texts = manifests("1.2.3", setup)
    documents = [yaml.safe_load(text) for text in texts.values()]
    return {document["ManifestType"]: document for document in documents}


def test_each_has_what_the_schema_demands(tmp_path: Path) -> None:
    made = _made(tmp_path)
    assert made.keys() == _REQUIRED.keys()
    for kind, document in made.items():
        assert {"PackageIdentifier", "PackageVersion", "ManifestVersion", *_REQUIRED[kind]} <= document.keys()
        assert document["PackageIdentifier"] == IDENTIFIER
        assert document["PackageVersion"] == "1.2.3"
        assert 3 <= len(str(document.get("ShortDescription", "abc"))) <= 256


def test_one_setup_for_one_user_and_for_all(tmp_path: Path) -> None:
    installer = _made(tmp_path)["installer"]
    entries = installer["Installers"]
    assert isinstance(entries, list)
    assert [(entry["Scope"], entry["InstallerSwitches"]["Custom"]) for entry in entries] == [
        ("user", "/CURRENTUSER"),
        ("machine", "/ALLUSERS"),
    ]
    for entry in entries:
        assert entry["InstallerSha256"] == hashlib.sha256(b"a setup").hexdigest().upper()
        assert entry["InstallerUrl"].endswith("/v1.2.3/porchlight-1.2.3-windows-x64-setup.exe")


def test_it_knows_the_program_by_what_the_installer_registers(tmp_path: Path) -> None:
    key = re.search(r'#define Key "(\{[-0-9A-F]+\})"', _SCRIPT)
    oldest = re.search(r"^MinVersion=(.+)$", _SCRIPT, re.MULTILINE)
    name = re.search(r"^OutputBaseFilename=(.+)$", _SCRIPT, re.MULTILINE)
    assert key is not None
    assert oldest is not None
    assert name is not None
    installer = _made(tmp_path)["installer"]
    assert installer["ProductCode"] == f"{key[1]}_is1"
    assert installer["MinimumOSVersion"] == f"{oldest[1]}.0"
    assert name[1].replace("{#Version}", "1.2.3") == "porchlight-1.2.3-windows-x64-setup"


def test_the_program_and_its_installer_agree_on_their_names() -> None:
    program = Path("app/porchlight/desktop/platform/windows.py").read_text(encoding="utf-8")
    for pattern in (r"Mutex = '(.+)';", r'AppUserModelID: "([^"]+)"'):
        found = re.search(pattern, _SCRIPT)
        assert found is not None
        assert f'= "{found[1]}"' in program
