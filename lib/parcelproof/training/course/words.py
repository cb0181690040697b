"""The words on the printed sheets of a course (``playbook/training/course.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from parcelproof.language import current_language
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.validated import validated
from parcelproof.resources import playbook_dir
from parcelproof.training.course.twin import read_with_twin


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[_Word, ...]


@dataclass(frozen=True)
class Words:
    """Words by id, in one language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, name: str, /, **facts: object) -> str:
        """Return a text, with the facts put in."""
        return self.texts[name].format_map(facts) if facts else self.texts[name]


def load_words(root: Path | None = None, *, language: str = "") -> Words:
    """Return the words in a language; empty: the one that is spoken now."""
    folder = root or playbook_dir()
    said = language or current_language().code
    with Mistakes(folder) as mistakes:
        file = read_with_twin(folder / "training" / "course.yaml", said, frozenset({"text"}), mistakes)
        read = validated(_File, file, mistakes, _Word.model_fields)
    return Words(said, {word.id: word.text for word in read.words} if read else {})
