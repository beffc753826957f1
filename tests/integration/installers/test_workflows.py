"""The workflows: of the right form, pinned, with the least permissions; what they call is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from installers.linux.flatpak import files

TOP = Path(__file__).parents[3]
WORKFLOWS = sorted((TOP / ".github" / "workflows").glob("*.yml"))
BIN = Path(sys.executable).parent


def _steps(workflow: Path) -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(workflow.read_text())["jobs"].values() for step in job["steps"]]


def test_they_are_of_githubs_form() -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS]
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.dependabot", [".github/dependabot.yml"]),
        ("vendor.github-issue-forms", [".github/ISSUE_TEMPLATE/wrong-light.yml", ".github/ISSUE_TEMPLATE/wish.yml"]),
        ("vendor.github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
    ],
)
def test_what_else_github_reads_is_of_its_form(schema: str, files: list[str]) -> None:
    command = [BIN / "check-jsonschema", "--builtin-schema", schema, *(TOP / name for name in files)]
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_before_a_commit_the_tools_of_make_check_are_run() -> None:
    (local,) = yaml.safe_load((TOP / ".pre-commit-config.yaml").read_text())["repos"]
    makefile = (TOP / "Makefile").read_text().replace("$(BIN)", "bin")
    for hook in local["hooks"]:
        tool = hook["entry"].removesuffix(" --force-exclude")
        assert tool in makefile or f"\n{tool.removeprefix('make ')}: " in makefile


def test_an_auditor_finds_no_way_in() -> None:
    command = [BIN / "zizmor", "--offline", "--no-progress", "--quiet", *WORKFLOWS]
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_by_their_whole_hash_and_few_may_write(workflow: Path) -> None:
    text = workflow.read_text()
    for used in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
    document = yaml.safe_load(text)
    assert document["permissions"] == {}
    for name, job in document["jobs"].items():
        assert job["timeout-minutes"] <= (350 if workflow.stem == "nightly" else 90)
        writing = [what for what, how in job["permissions"].items() if how == "write"]
        assert not writing or (workflow.stem, name) in {("release", "draft"), ("site", "publish")}
        secrets = "secrets." in str(job)
        assert not secrets or job["environment"] == "release"


def test_what_they_call_is_there() -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (TOP / "Makefile").read_text()))
    for workflow in WORKFLOWS:
        for step in _steps(workflow):
            commands = str(step.get("run", ""))
            assert set(re.findall(r"\bmake ([a-z-]+)", commands)) <= targets
            for path in re.findall(r"\binstallers/[\w./-]+", commands):
                assert (TOP / path).exists(), path


@pytest.fixture(scope="module")
def lock() -> dict[str, Any]:
    return tomllib.loads((TOP / "uv.lock").read_text(encoding="utf-8"))


GLIBC = {"ubuntu-22.04": 35, "ubuntu-24.04-arm": 39}
"""The C library's version, 2.x, of the runners that build for Linux."""


def test_linux_is_built_where_every_library_has_a_wheel(lock: dict[str, Any]) -> None:
    jobs = yaml.safe_load((TOP / ".github/workflows/release.yml").read_text())["jobs"]
    built = {one["arch"]: one["runner"] for one in jobs["linux"]["strategy"]["matrix"]["include"]}
    assert set(built) == set(files.PROCESSORS)
    for processor, runner in built.items():
        assert files.sources(lock, [processor], glibc=GLIBC[runner])
    with pytest.raises(files.Unavailable, match=r"(pyside6-essentials|shiboken6) .* has no wheel for aarch64"):
        files.sources(lock, ["aarch64"], glibc=GLIBC["ubuntu-22.04"])  # else the older one would do


def test_a_release_has_every_kind_of_file_for_every_processor_with_its_hash() -> None:
    jobs = yaml.safe_load((TOP / ".github/workflows/release.yml").read_text())["jobs"]
    uploaded: dict[str, set[str]] = {}
    for name, job in jobs.items():
        for step in job["steps"]:
            if "upload-artifact" in step.get("uses", ""):
                uploaded.setdefault(name, set()).update(step["with"]["path"].split())
                assert step["with"]["if-no-files-found"] == "error"
    assert {"dist/*.deb", "dist/*.AppImage", "dist/*.tar.xz"} < uploaded["linux"]
    assert uploaded["flatpak"] == {"dist/*.flatpak"}
    for job in ("linux", "flatpak"):
        assert {one["arch"] for one in jobs[job]["strategy"]["matrix"]["include"]} == set(files.PROCESSORS)
    draft = jobs["draft"]
    assert set(uploaded) - {"notes"} <= set(draft["needs"])
    steps = str(draft["steps"])
    assert "sha256sum -- * > ../SHA256SUMS" in steps
    assert "release/SHA256SUMS" in steps, "the provenance is of all of them"


def test_windows_on_arm_gets_a_build_of_its_own_when_every_library_has_a_wheel(lock: dict[str, Any]) -> None:
    lacking = set()
    for package in lock["package"]:
        names = [wheel["url"].rsplit("/", 1)[1] for wheel in package.get("wheels", ())]
        compiled = any("-win_amd64" in name for name in names)
        if compiled and not any(name.endswith(("-win_arm64.whl", "-none-any.whl")) for name in names):
            lacking.add(package["name"])
    told = {"cryptography", "psycopg-binary", "uharfbuzz"}
    assert lacking & told, (
        "Windows on ARM can be built now: release.yml, docs/decisions/0049-flatpak-and-appimage.md."
    )
    decision = (TOP / "docs/decisions/0049-flatpak-and-appimage.md").read_text()
    assert all(f"`{name}`" in decision for name in lacking & told)
    jobs = yaml.safe_load((TOP / ".github/workflows/release.yml").read_text())["jobs"]
    assert jobs["windows-on-arm"]["needs"] == "windows"
    assert "windows-on-arm" in jobs["draft"]["needs"]


def test_one_hash_for_one_action() -> None:
    used = {use for workflow in WORKFLOWS for use in re.findall(r"uses: (\S+@\S+)", workflow.read_text())}
    names = [one.split("@")[0] for one in used]
    assert len(names) == len(set(names))


def _notes(tag: str, version: str, changelog: str) -> "subprocess.CompletedProcess[str]":
    code = "import sys; from installers.release.notes import notes; print(notes(*sys.argv[1:]), end='')"
    return subprocess.run(
        [sys.executable, "-c", code, tag, version, changelog], cwd=TOP, capture_output=True, text=True, check=False
    )


def test_notes_are_the_releases_own_part_of_the_changelog() -> None:
    log = "# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.0 – 2026-12-01\n\n### Added\n\n- this\n\n## 1.1.0\n"
    log += "\n- before\n"
    assert _notes("v1.2.0", "1.2.0", log).stdout == "### Added\n\n- this\n"
    assert _notes("v1.1.0", "1.1.0", log).stdout == "- before\n"
    for tag, version, said in (
        ("v1.3.0", "1.2.0", "change app/porchlight/__init__.py"),
        ("v1.3.0", "1.3.0", "has no section"),
        ("1.2.0", "1.2.0", "The tag is 1.2.0"),
    ):
        ran = _notes(tag, version, log)
        assert ran.returncode != 0
        assert said in ran.stderr
