"""The letters of ``templates/letters``, loaded and validated: every language says the same with the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from parcelproof.errors import UnknownNameError, nearest
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.validated import validated
from parcelproof.playbook.yamlfile import YamlFile, read_yaml
from parcelproof.resources import templates_dir
from parcelproof.shipment import Shipment

Reader = Literal["buyer", "carrier"]
READERS: tuple[Reader, ...] = ("buyer", "carrier")
FALLBACK = "en"
PLACE = re.compile(r"\{([a-z][a-z_]*)\}")

_Line = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Situation(_Part):
    """One situation in which a letter is written.

    Attributes
    ----------
    title : str
        For the seller.
    topic : str
        What the message is recorded as.
    needs : tuple of str
        Facts without which there is no such letter.
    """

    title: _Line
    topic: Literal["delay", "dispatch_notice", "inquiry", "answer", "question", "offer", "other"]
    needs: tuple[str, ...]


class _Index(_Part):
    buyer: dict[str, Situation]
    carrier: dict[str, Situation]
    facts: dict[str, _Line]


class Wording(_Part):
    """One letter in one language. Every line of ``text`` is a sentence; an empty line ends a paragraph."""

    subject: _Line
    text: Annotated[str, Field(min_length=1, max_length=20_000)]


class LanguageFile(_Part):
    """All letters to one kind of reader in one language.

    Attributes
    ----------
    joiner : str
        Stands between two sentences: nothing in Chinese and Japanese.
    countries : tuple of str
        ISO 3166 alpha-2 codes where buyers get this language unless the record says another.
    greeting, closing : tuple of str
        The first greeting whose facts are known is taken; of the closing, every such line.
    about : str
        Lines under every letter that say which parcel it is.
    """

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    name: _Line
    direction: Literal["ltr", "rtl"]
    joiner: Literal["", " "]
    countries: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...] = ()
    greeting: tuple[_Line, ...]
    about: str
    closing: tuple[_Line, ...]
    letters: dict[str, Wording]


@dataclass(frozen=True)
class LetterBook:
    """All letters.

    Attributes
    ----------
    situations : mapping of reader to mapping of id to Situation
    files : mapping of (reader, language) to LanguageFile
    fact_names : mapping of str to str
        What a fact is called when it is missing.
    """

    situations: Mapping[Reader, Mapping[str, Situation]]
    files: Mapping[tuple[Reader, str], LanguageFile]
    fact_names: Mapping[str, str]

    def languages(self, reader: Reader) -> dict[str, str]:
        """Return the languages that a reader can be written in: code and name."""
        return {language: file.name for (to, language), file in self.files.items() if to == reader}

    def situation(self, reader: Reader, letter: str) -> Situation:
        """Return one situation.

        Raises
        ------
        UnknownNameError
        """
        known = self.situations[reader]
        if letter not in known:
            raise UnknownNameError(_("There is no such letter."), where=letter[:80], mend=nearest(letter, known))
        return known[letter]

    def file(self, reader: Reader, language: str) -> LanguageFile:
        """Return the letters to a reader in a language.

        Raises
        ------
        UnknownNameError
        """
        found = self.files.get((reader, language))
        if found is None:
            known = ", ".join(self.languages(reader))
            raise UnknownNameError(
                _("There are no letters in this language."), where=language[:80],
                mend=_("There are: {names}.", names=known),
            )  # fmt: skip
        return found


def default_language(book: LetterBook, shipment: Shipment) -> str:
    """Return the language for the buyer: the one of the last message on record, else that of the country."""
    known = book.languages("buyer")
    for message in reversed(shipment.messages):
        code = message.language.replace("_", "-").partition("-")[0].lower()
        if message.direction == "from_buyer" and code in known:
            return code
    country = (shipment.order.destination or "") if shipment.order else ""
    return next((lang for (to, lang), f in book.files.items() if to == "buyer" and country in f.countries), FALLBACK)


def load_letters(folder: Path | None = None) -> LetterBook:
    """Read and validate all letters.

    Parameters
    ----------
    folder : Path, optional
        Those of the installation if not given; they are read once.

    Raises
    ------
    PlaybookError
        Naming file and line of every mistake.
    """
    return _load(folder or templates_dir() / "letters", current_language().code)


@lru_cache(maxsize=8)
def _load(folder: Path, language: str) -> LetterBook:
    files: dict[tuple[Reader, str], LanguageFile] = {}
    with Mistakes(folder) as mistakes:
        names = read_in_language(folder / "letters.yaml", language, mistakes)
        index = validated(_Index, names, mistakes, _Index.model_fields)
        for reader in READERS:
            # English first: it is the pattern that the other languages follow.
            for path in sorted((folder / reader).glob("*.yaml"), key=lambda p: (p.stem != FALLBACK, p.stem)):
                read = read_yaml(path, mistakes)
                file = validated(LanguageFile, read, mistakes, LanguageFile.model_fields)
                if read is None or file is None or index is None:
                    continue
                files[reader, file.language] = file
                _compare(file, files.get((reader, FALLBACK), file), reader, index, read, mistakes)
    assert index is not None
    return LetterBook({"buyer": index.buyer, "carrier": index.carrier}, files, index.facts)


def shape(text: str) -> list[list[str]]:
    """Return the places of every line, in sorted order: what two languages of one letter have in common."""
    return [sorted(PLACE.findall(line)) for line in text.strip().split("\n")]


def _compare(
    file: LanguageFile, pattern: LanguageFile, reader: Reader, index: _Index, read: YamlFile, mistakes: Mistakes
) -> None:
    if read.path.stem != file.language:
        mistakes.add(
            read.path,
            read.lines.get(("language",)),
            _("This file should be named {name}.", name=f"{file.language}.yaml"),
        )
    english = f"{FALLBACK}.yaml"
    wanted = index.buyer if reader == "buyer" else index.carrier
    for letter in sorted(set(wanted) ^ set(file.letters)):
        missing = _("The letter '{letter}' is missing.", letter=letter)
        what = missing if letter in wanted else _("The letter '{letter}' is not in letters.yaml.", letter=letter)
        mistakes.add(read.path, read.lines.get(("letters", letter)), what)
    for name, line, text in _texts(file, read):
        for place in PLACE.findall(text):
            if place not in index.facts:
                mistakes.add(
                    read.path, line, _("'{name}' names a fact that is not known: {fact}.", name=name, fact=place)
                )
        if re.search(r"[{}]", PLACE.sub("", text)):
            what = _("'{name}' has a brace that belongs to no fact.", name=name)
            mistakes.add(read.path, line, what, _("Write {fact}."))
    for letter in sorted(set(pattern.letters) & set(file.letters)):
        if shape(file.letters[letter].text) != shape(pattern.letters[letter].text):
            mistakes.add(
                read.path, read.lines.get(("letters", letter)),
                _(
                    "The letter '{letter}' has not the same facts, line by line, as in {file}.",
                    letter=letter, file=english,
                ),
            )  # fmt: skip
    if shape(file.about) != shape(pattern.about):
        what = _("'about' has not the same facts as in {file}.", file=english)
        mistakes.add(read.path, read.lines.get(("about",)), what)


def _texts(file: LanguageFile, read: YamlFile) -> Iterator[tuple[str, int | None, str]]:
    for name in ("greeting", "closing"):
        yield name, read.lines.get((name,)), "\n".join(getattr(file, name))
    yield "about", read.lines.get(("about",)), file.about
    for letter, wording in file.letters.items():
        yield letter, read.lines.get(("letters", letter)), f"{wording.subject}\n{wording.text}"
