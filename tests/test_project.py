"""The project keeps its own promises: one list of dependencies, a lock with hashes, true documents."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import yaml
from packaging.requirements import Requirement

import parcelproof

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).exists()]


def test_environment_yml_equals_pyproject() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in conda["dependencies"] if isinstance(entry, dict))
    assert [line for line in pip if line != "-e ."] == PYPROJECT["project"]["dependencies"]
    assert f"python{PYPROJECT['project']['requires-python']}" in conda["dependencies"]


def test_lock_pins_every_dependency_with_hashes_and_names_no_index() -> None:
    locked = {m[1].lower().replace("_", "-") for m in re.finditer(r"^([A-Za-z0-9._-]+)==", LOCK, re.M)}
    wanted = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["project"]["optional-dependencies"]["dev"]]
    assert {Requirement(w).name.lower().replace("_", "-") for w in wanted} <= locked
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert all("--hash=sha256:" in block for block in blocks if not block.startswith("#"))


def test_installed_libraries_satisfy_the_floors() -> None:
    for line in PYPROJECT["project"]["dependencies"]:
        need = Requirement(line)
        assert need.specifier.contains(version(need.name), prereleases=True), line


def test_public_names_are_few_and_exist() -> None:
    assert len(parcelproof.__all__) <= 15
    for name in parcelproof.__all__:
        assert getattr(parcelproof, name) is not None


def test_no_file_names_a_machine_or_a_package_index() -> None:
    words = ["/" + "root/", "/" + "home/", "python" + "hosted", "pypi" + ".org", "/simple" + "/"]
    for path in tracked():
        if path.suffix in {".jpg", ".png", ".heic", ".pdf", ".ttf", ".otf", ".xlsx", ".parquet"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for word in words:
            assert word not in text, f"{path.relative_to(ROOT)} names {word}"


def test_the_documents_name_only_files_that_exist() -> None:
    names = {p.relative_to(ROOT).as_posix() for p in tracked()}
    folders = {parent.as_posix() for name in names for parent in Path(name).parents}
    for document in ("README.md", "ARCHITECTURE.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
        quoted = re.findall(r"`((?:lib|playbook|templates|notebooks|tests|benchmarks|docs)/[^`\s*{<]*)`", text)
        for name in [*links, *quoted]:
            assert name.rstrip("/") in names | folders, f"{document} names {name}"


def test_readme_is_short_and_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("\n") < 150
    for word in ("make demo", "make test", "make lab"):
        assert word in text


def test_python_modules_stay_small() -> None:
    for path in (ROOT / "lib").rglob("*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 400, f"{path.name} has {lines} lines; which noun could leave?"
