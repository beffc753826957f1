"""Plug-ins: the example works as installed; a broken one is one component in error and nothing else."""

import os
import tomllib
from pathlib import Path

import pytest

from tests.integration.program import Program

EXAMPLE = Path(__file__).parents[2] / "example_plugin"


def install(folder: Path, name: str, entry_points: dict[str, str], group: str = "porchlight.probes") -> None:
    """Put a package's metadata where Python finds it, as an installer does."""
    metadata = folder / f"{name.replace('-', '_')}-1.0.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n")
    lines = [f"{key} = {value}" for key, value in entry_points.items()]
    (metadata / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]))


@pytest.fixture
def porchlight(tmp_path: Path) -> Program:
    """With the example installed, and three that are broken each in its own way."""
    site = tmp_path / "site"
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    install(site, project["name"], project["entry-points"]["porchlight.probes"])
    broken = site / "porchlight_broken.py"
    broken.write_text("import no_such_module_at_all\n")
    (site / "porchlight_wrong.py").write_text("KIND = 'not a kind'\n")
    install(site, "porchlight-broken", {"broken": "porchlight_broken:KIND"})
    install(site, "porchlight-wrong", {"wrong": "porchlight_wrong:KIND", "http": "porchlight_wrong:KIND"})
    paths = [str(site), str(EXAMPLE), os.environ.get("PYTHONPATH", "")]
    return Program(tmp_path, {"PYTHONPATH": os.pathsep.join(filter(None, paths))})


def test_the_example_works_with_its_own_settings(porchlight: Program, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    (backups / "monday.dump").touch()
    porchlight.configure(
        f"""
        [components.backup]
        kind = "newest_file"
        name = "Backup"
        folder = "{backups}"
        pattern = "*.dump"
        max_age = "26h"
        """
    )
    ran = porchlight("health")
    assert ran.code == 0, ran.out
    assert "The newest file is 0.0 h old." in ran.out
    os.utime(backups / "monday.dump", (0, 0))
    assert "26 h is the limit" in porchlight("health").out
    porchlight.configure('[components.backup]\nkind = "newest_file"\nfoldr = "x"\n')
    assert "Did you mean folder?" in porchlight("config", "check").out


def test_a_broken_plugin_is_one_component_in_error(porchlight: Program) -> None:
    porchlight.configure(
        '[components.a]\nkind = "broken"\nname = "Broken one"\n[components.b]\nkind = "self"\nname = "Good one"\n'
    )
    ran = porchlight("health")
    assert ran.code == 1
    assert "The plug-in broken cannot be used. It cannot be imported (ModuleNotFoundError)." in ran.out
    assert "Good one    healthy" in ran.out


def test_the_plugins_component_shows_which_are_loaded_and_which_failed(porchlight: Program) -> None:
    porchlight.configure('[components.plugins]\nkind = "plugins"\nname = "Plug-ins"\n')
    ran = porchlight("health", "--detailed")
    assert ran.code == 1
    assert "3 plug-ins cannot be used" in ran.out
    assert "newest_file (porchlight-newest-file 1.0.0): healthy" in ran.out
    assert "http (porchlight-wrong 1.0.0): error — It has the name of a built-in kind." in ran.out
    assert "wrong (porchlight-wrong 1.0.0): error — It does not provide a ProbeKind." in ran.out
