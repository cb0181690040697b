"""Every sentence in Python that people read is marked for translation; what is data is in ``unmarked_texts.txt``.

A sentence is a literal of two words or more that begins with a capital or ends with a full stop, outside documentation.
Names, patterns, SQL, examples for a field, what goes to a desk or a buyer are listed in that file, with their place. A
sentence that is new in neither place fails here: mark it (``parcelproof.messages``), or list it if nobody reads it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LIBRARY = Path(__file__).parents[1] / "lib" / "parcelproof"
LISTED = Path(__file__).with_suffix("").with_name("unmarked_texts.txt")
MARKS = {"_", "N_", "ngettext"}
SENTENCE = re.compile(r"^[A-Z][\w'-]*[ ,:].*[a-z]|^[a-z][\w ',-]* [a-z][\w ',-]*\.$")
NOT_READ = {"sample", "locale"}
"""Packages whose texts are data."""


def unmarked(path: Path) -> Iterator[str]:
    """Yield every literal that looks like a sentence and is not marked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # documentation
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in node.values)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            skipped.update(id(argument) for argument in node.args)
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and id(node) not in skipped and SENTENCE.search(text):
            yield text


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
    return None


def found() -> list[str]:
    """Return ``module: text`` for all of the library."""
    lines = set()
    for path in sorted(LIBRARY.rglob("*.py")):
        place = path.relative_to(LIBRARY)
        if place.parts[0] not in NOT_READ:
            lines |= {f"{place.as_posix()}: {text.encode('unicode_escape').decode()}" for text in unmarked(path)}
    return sorted(lines)


def test_every_sentence_has_its_twin_or_is_listed_as_data() -> None:
    listed = LISTED.read_text(encoding="utf-8").splitlines()
    there = found()
    assert [line for line in there if line not in listed] == [], "mark these, or list them"
    assert [line for line in listed if line not in there] == [], "these are gone: take them off the list"


if __name__ == "__main__":
    LISTED.write_text("".join(f"{line}\n" for line in found()), encoding="utf-8")
