"""Counts the sentences in Python that people read and that are not marked for translation, by package.

``python benchmarks/unmarked_texts.py [package]`` prints a table, or every sentence of one package. A sentence is a
literal of two words or more that begins with a capital or ends with a full stop, outside documentation. The count is
an estimate: some literals are patterns or names.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LIBRARY = Path(__file__).parents[1] / "lib" / "parcelproof"
MARKS = {"_", "N_", "ngettext"}
SENTENCE = re.compile(r"^[A-Z][\w'-]*[ ,:].*[a-z]|^[a-z][\w ',-]* [a-z][\w ',-]*\.$")
NOT_READ = {"sample", "locale"}
"""Packages whose texts are data."""


def texts(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield line, text and whether it is marked, of every literal that looks like a sentence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[int] = set()
    marked: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # documentation
        if isinstance(node, ast.JoinedStr):
            skipped.update(id(part) for part in node.values)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            marked.update(id(argument) for argument in node.args)
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and id(node) not in skipped and SENTENCE.search(text):
            yield getattr(node, "lineno", 0), text, id(node) in marked


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)
    return None


def main(wanted: str = "") -> None:
    """Print the table, or the sentences of one package."""
    marked: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for path in sorted(LIBRARY.rglob("*.py")):
        inner = path.relative_to(LIBRARY)
        package = inner.parts[0] if len(inner.parts) > 1 else inner.stem
        if package in NOT_READ:
            continue
        for line, text, done in texts(path):
            (marked if done else left)[package] += 1
            if package == wanted and not done:
                print(f"{inner}:{line}: {text}")
    for package in sorted({*marked, *left}, key=lambda name: -left[name]) if not wanted else ():
        print(f"{package:24} {left[package]:5} left {marked[package]:5} marked")
    print(f"{'all':24} {sum(left.values()):5} left {sum(marked.values()):5} marked")


if __name__ == "__main__":
    main(*sys.argv[1:2])
