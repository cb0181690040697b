"""Loads and validates the playbook folder, with file and line in every error."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from parcelproof.language import current_language, known_language
from parcelproof.playbook.book import Playbook
from parcelproof.playbook.consistency import read_consistency
from parcelproof.playbook.evidence import check_against, read_evidence, read_named
from parcelproof.playbook.measures import Known, read_stages
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.model import Term
from parcelproof.playbook.profiles import read_profiles, read_terms
from parcelproof.playbook.rules import read_rules
from parcelproof.playbook.test_plans import read_test_plans
from parcelproof.resources import playbook_dir

_JUST_NOW = 2_000_000_000
"""Nanoseconds."""


def load_playbook(
    path: Path | None = None, *, language: str = "", known_functions: Collection[str] | None = None
) -> Playbook:
    """Load the playbook of this installation, or one in another folder.

    Parameters
    ----------
    path : Path, optional
        A folder like ``playbook/``.
    language : str
        The words of another language lie beside the English files, such as ``checks.zh.yaml``, with the same ids.
        Empty: the one that is spoken now.
    known_functions : collection of str, optional
        Names of the check functions; every check must name one of them.

    Returns
    -------
    Playbook
        Loaded once per folder, language and content.

    Raises
    ------
    UnknownNameError
        If there is no such language.
    PlaybookError
        ``where`` holds file and line. Several mistakes come together, at most twenty.
    """
    root = (path or playbook_dir()).resolve()
    functions = None if known_functions is None else frozenset(known_functions)
    spoken = known_language(language) if language else current_language()
    return _load(root, spoken.code, functions, _version_in(root, _state(root)))


def content_version(root: Path) -> str:
    """Return the SHA-256 over all files of a playbook: sorted relative path and bytes of each.

    Hidden files, such as those a file manager leaves behind, are no part of it.
    """
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*"), key=lambda file: file.relative_to(root).as_posix()):
        name = file.relative_to(root)
        if any(part.startswith((".", "__pycache__")) for part in name.parts) or not file.is_file():
            continue
        content = file.read_bytes()
        # Lengths keep the end of one file and the start of the next apart.
        digest.update(f"{name.as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _state(root: Path) -> tuple[object, ...]:
    """Return what changes with every edit of a file, without reading it; the time of asking if one was just edited.

    Two edits in one tick of the clock cannot be told apart, so a file that is younger than a moment is always read.
    """
    files = [f"{folder}/{name}" for folder, _, names in os.walk(root) for name in names]
    seen = [(file, os.stat(file)) for file in sorted(files)]  # noqa: PTH116 - a Path would cost more than the work
    now = time.time_ns()
    if any(max(stat.st_mtime_ns, stat.st_ctime_ns) > now - _JUST_NOW for _, stat in seen):
        return (now, os.getpid())
    return tuple((file, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino) for file, stat in seen)


@lru_cache(maxsize=8)
def _version_in(root: Path, _state_of: tuple[object, ...]) -> str:
    return content_version(root)


# The version is part of the key: a playbook that was edited is read again.
@lru_cache(maxsize=8)
def _load(root: Path, language: str, functions: frozenset[str] | None, version: str) -> Playbook:
    mistakes = Mistakes(root)
    rules = read_rules(root / "rules", mistakes, language)
    evidence = read_evidence(root / "evidence", language, mistakes)
    # Pages lie beside the playbook in a checkout; a wheel carries none.
    pages = root.parent if (root.parent / "notebooks").is_dir() else None
    known = Known(items=evidence.items, rules=rules, functions=functions, pages_root=pages)
    stages = read_stages(root, language, known, mistakes)
    glossary = read_named(root / "glossary.yaml", "terms", Term, mistakes, language)
    profiles = read_profiles(root / "product" / "profiles", language, mistakes)
    terms = read_terms(root / "product" / "terms.yaml", language, mistakes)
    consistency = read_consistency(root / "product", language, mistakes)
    checks = {check.id: check for stage in stages for measure in stage.measures for check in measure.checks}
    attributes = [*(one.id for one in consistency.attributes), "other"] if consistency else []
    check_against(evidence, checks, attributes, root / "evidence" / "reasons.yaml", mistakes)
    test_plans = read_test_plans(root / "product" / "test_plans", language, mistakes)
    mistakes.stop_if_any()
    return Playbook(
        path=root,
        language=language,
        version=version,
        stages=stages,
        rules=rules,
        evidence=evidence,
        glossary={name: term for name, (term, _) in glossary.items()},
        profiles=profiles,
        terms=terms,
        test_plans=test_plans,
        consistency=consistency,
    )
