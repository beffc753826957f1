"""``python -m installers.windows.winget VERSION SETUP FOLDER``: the manifests by which winget finds a release.

Four files, as the community's repository wants them (Microsoft, "Create your package manifest", schema 1.10.0).
"""

import hashlib
import sys
from pathlib import Path

import yaml

IDENTIFIER = "Porchlight.Porchlight"
_HOME = "https://github.com/porchlight-monitor/porchlight"
_PRODUCT = "{7C0B1B5E-6C5B-4E0E-9C39-0B6A5B6E9D41}_is1"
"""Of porchlight.iss: by it winget knows what is installed."""
_SCHEMA = "1.10.0"


def manifests(version: str, setup: Path) -> dict[str, str]:
    """The files' names and texts for one setup. Raises OSError where it cannot be read."""
    digest = hashlib.sha256(setup.read_bytes()).hexdigest().upper()
    address = f"{_HOME}/releases/download/v{version}/{setup.name}"

    def installer(scope: str, switch: str) -> dict[str, object]:
        return {
            "Architecture": "x64",
            "Scope": scope,
            "InstallerUrl": address,
            "InstallerSha256": digest,
            "InstallerSwitches": {"Custom": switch},
            **({"ElevationRequirement": "elevatesSelf"} if scope == "machine" else {}),
        }

    kinds: dict[str, tuple[str, dict[str, object]]] = {
        "": ("version", {"DefaultLocale": "en-US"}),
        ".installer": (
            "installer",
            {
                "Platform": ["Windows.Desktop"],
                "MinimumOSVersion": "10.0.17763.0",
                "InstallerType": "inno",
                "InstallModes": ["interactive", "silent", "silentWithProgress"],
                "UpgradeBehavior": "install",
                "Commands": ["porchlight"],
                "ProductCode": _PRODUCT,
                # Of Inno Setup, as porchlight.iss uses it: docs/installing-windows.md.
                "ExpectedReturnCodes": [{"InstallerReturnCode": 7, "ReturnResponse": "packageInUseByApplication"}],
                "Installers": [installer("user", "/CURRENTUSER"), installer("machine", "/ALLUSERS")],
            },
        ),
        ".locale.en-US": (
            "defaultLocale",
            {
                "PackageLocale": "en-US",
                "Publisher": "Porchlight",
                "PublisherUrl": _HOME,
                "PublisherSupportUrl": f"{_HOME}/issues",
                "PackageName": "Porchlight",
                "PackageUrl": _HOME,
                "License": "MIT",
                "LicenseUrl": f"{_HOME}/blob/main/LICENSE",
                "ShortDescription": "Watches the systems that carry a nonprofit's gifts.",
                "Description": "A light in the tray that says which of your donation services is not well, why, "
                "and what to do about it.",
                "Moniker": "porchlight",
                "Tags": ["monitoring", "nonprofit", "donations", "tray"],
                "ReleaseNotesUrl": f"{_HOME}/releases/tag/v{version}",
            },
        ),
        ".locale.es-ES": (
            "locale",
            {
                "PackageLocale": "es-ES",
                "ShortDescription": "Vigila los sistemas por los que pasan las donaciones de una organización.",
                "Description": "Una luz en la bandeja que dice cuál de sus servicios de donaciones no está bien, "
                "por qué y qué hacer.",
            },
        ),
    }
    return {f"{IDENTIFIER}{ending}.yaml": _text(kind, version, fields) for ending, (kind, fields) in kinds.items()}


def _text(kind: str, version: str, fields: dict[str, object]) -> str:
    schema = f"# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{_SCHEMA}.schema.json\n"
    document = {
        "PackageIdentifier": IDENTIFIER,
        "PackageVersion": version,
        **fields,
        "ManifestType": kind,
        "ManifestVersion": _SCHEMA,
    }
    text: str = schema + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=1000)
    return text


def main(version: str, setup: str, folder: str) -> None:
    """Write them. Raises OSError."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in manifests(version, Path(setup)).items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
