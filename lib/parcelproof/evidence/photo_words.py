"""Reads ``playbook/delivery/photos.yaml``: what to say about a photo when it is taken in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language, twin_of
from parcelproof.resources import playbook_dir

FILE = "delivery/photos.yaml"
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class PhotoWords:
    """The sentences by code, and the name of each role.

    Attributes
    ----------
    messages : mapping of str to (str, str)
        Code such as ``sharp.blurred`` → sentence and what to do.
    roles : mapping of str to str
    """

    messages: Mapping[str, tuple[str, str]]
    roles: Mapping[str, str]

    def say(self, code: str, facts: Mapping[str, str]) -> tuple[str, str]:
        """Return sentence and what to do, with the facts put in where they say ``{name}``."""
        title, fix = (_PLACE.sub(lambda place: facts.get(place[1], ""), text) for text in self.messages[code])
        return title, fix


def load_photo_words(root: Path | None = None, *, language: str = "en") -> PhotoWords:
    """Load the words of this installation's playbook, or of a playbook in another folder.

    Raises
    ------
    PlaybookError
        If the file is missing or a part of it is no text; ``where`` holds file and line.
    """
    folder = root or playbook_dir()
    path = folder / FILE
    changed = tuple(file.stat().st_mtime_ns for file in (path, twin_of(path, language)) if file.exists())
    return _load(folder, path, language, changed)


@lru_cache(maxsize=8)
def _load(root: Path, path: Path, language: str, _changed: tuple[int, ...]) -> PhotoWords:
    mistakes = Mistakes(root)
    file = read_in_language(path, language, mistakes)
    data = file.data if file and isinstance(file.data, dict) else {}
    messages: dict[str, tuple[str, str]] = {}
    for question, codes in _blocks(data.get("answers")):
        for code, words in _blocks(codes):
            title, fix = (words.get(key) if isinstance(words, dict) else None for key in ("title", "fix"))
            if isinstance(title, str) and isinstance(fix, str):
                messages[f"{question}.{code}"] = (title, fix)
            else:
                line = file.lines.get(("answers", question, code)) if file else None
                mistakes.add(path, line, _("'{code}' should have a 'title' and a 'fix'.", code=code))
    roles = {role: text for role, text in _blocks(data.get("roles")) if isinstance(text, str)}
    if file and not (messages and roles):
        mistakes.add(path, 1, _("This file should hold blocks under 'answers:' and 'roles:'."))
    mistakes.stop_if_any()
    return PhotoWords(messages, roles)


def _blocks(data: object) -> list[tuple[str, object]]:
    return [(str(key), value) for key, value in data.items()] if isinstance(data, dict) else []
