"""Reads ``playbook/tracking/review.yaml``: what the queue says about each kind of trouble."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language, twin_of
from parcelproof.playbook.yamlfile import YamlFile
from parcelproof.resources import playbook_dir

FILE = "tracking/review.yaml"
FACTS = frozenset({"since", "days", "carrier", "trouble"})
"""What a sentence may name in braces."""
_KEYS = ("title", "why", "do", "letter")
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class FlagWords:
    """The words for one kind of trouble.

    Attributes
    ----------
    title : str
        What is the matter.
    why : str
        Why it matters.
    do : str
        What to do now.
    letter : str
        Id of the letter that fits, or empty.
    """

    title: str
    why: str
    do: str
    letter: str = ""

    def fill(self, facts: Mapping[str, str]) -> FlagWords:
        """Return the same words with the facts put in; a fact that holds braces stays as it is."""
        title, why, do = (_PLACE.sub(lambda p: facts.get(p[1], ""), t) for t in (self.title, self.why, self.do))
        return FlagWords(title, why, do, self.letter)


def load_review_words(
    codes: Collection[str], root: Path | None = None, *, language: str = ""
) -> Mapping[str, FlagWords]:
    """Load the words by flag code.

    Parameters
    ----------
    codes : collection of str
        Every code must have words, and no other may be there.
    root : Path, optional
        Folder of a playbook; without it, the one of this installation.
    language : str
        Empty: the one that is spoken now.

    Raises
    ------
    PlaybookError
        If the file is missing or has a mistake; ``where`` holds file and line.
    """
    folder = root or playbook_dir()
    spoken = language or current_language().code
    path = folder / FILE
    changed = tuple(file.stat().st_mtime_ns for file in (path, twin_of(path, spoken)) if file.exists())
    return _load(folder, path, spoken, changed, tuple(codes))


@lru_cache(maxsize=8)
def _load(
    root: Path, path: Path, language: str, _changed: tuple[int, ...], codes: tuple[str, ...]
) -> Mapping[str, FlagWords]:
    mistakes = Mistakes(root)
    file = read_in_language(path, language, mistakes)
    found: dict[str, FlagWords] = {}
    if file is not None:
        blocks = file.data.get("flags") if isinstance(file.data, dict) else None
        if not isinstance(blocks, dict):
            mistakes.add(path, 1, _("This file should hold a block under 'flags:'."))
            blocks = {}
        for code, words in blocks.items():
            if code not in codes:
                mistakes.add(path, file.lines.get(("flags", code)), _("'{code}' is no kind of trouble.", code=code))
            elif (read := _words(file, code, words, mistakes)) is not None:
                found[code] = read
        for code in codes if blocks else ():
            if code not in blocks:
                mistakes.add(path, file.lines.get(("flags",)), _("There are no words for '{code}'.", code=code))
    mistakes.stop_if_any()
    return found


def _words(file: YamlFile, code: str, words: object, mistakes: Mistakes) -> FlagWords | None:
    if not isinstance(words, dict):
        mistakes.add(
            file.path,
            file.lines.get(("flags", code)),
            _("'{code}' should have {keys}.", code=code, keys=", ".join(_KEYS)),
        )
        return None
    texts: dict[str, str] = {}
    for key in _KEYS:
        text = words.get(key)
        line = file.lines.get(("flags", code, key), file.lines.get(("flags", code)))
        if not isinstance(text, str) or (not text.strip() and key != "letter"):
            mistakes.add(file.path, line, _("'{code}' needs a text for '{key}'.", code=code, key=key))
            continue
        for place in _PLACE.findall(text):
            if place not in FACTS:
                mistakes.add(
                    file.path,
                    line,
                    _("'{fact}' is not known here.", fact=f"{{{place}}}"),
                    _("Known: {names}", names=", ".join(sorted(FACTS))),
                )
        texts[key] = text
    for key in words:
        if key not in _KEYS:
            mistakes.add(
                file.path, file.lines.get(("flags", code, key)), _("'{key}' is not a known name here.", key=key)
            )
    return FlagWords(**texts) if len(texts) == len(_KEYS) else None
