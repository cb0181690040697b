"""A letter filled from facts: a sentence whose fact is missing drops out, and nothing is made up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parcelproof.letters.loader import PLACE, LanguageFile, LetterBook, Reader

_ROW = "- "


@dataclass(frozen=True)
class Piece:
    """A part of a line: words of the letter, or a fact of the record (foreign text, shown isolated)."""

    text: str
    fact: bool = False


Row = tuple[Piece, ...]


@dataclass(frozen=True)
class FilledLetter:
    """One letter, filled.

    Attributes
    ----------
    reader, letter, language, direction
    subject : str
    rows : tuple of rows of Piece
        Each row is one paragraph or one line of a list; an empty row is an empty line.
    missing : tuple of str
        Facts that this letter cannot do without and that are not on record, as the page names them.
    left_out : tuple of str
        Facts whose sentences were left out.
    """

    reader: Reader
    letter: str
    language: str
    direction: str
    subject: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the record holds all that this letter says."""
        return not self.missing

    @property
    def text(self) -> str:
        """The letter to copy: plain text without any invisible sign."""
        return "\n".join("".join(piece.text for piece in row) for row in self.rows)


def fill_letter(book: LetterBook, reader: Reader, letter: str, language: str, facts: Mapping[str, str]) -> FilledLetter:
    """Fill one letter.

    Parameters
    ----------
    book : LetterBook
    reader : {'buyer', 'carrier'}
    letter : str
        Id of the situation.
    language : str
    facts : mapping of str to str
        From `letter_facts`; a fact that is missing is not in it.

    Raises
    ------
    UnknownNameError
        If there is no such letter or language.
    """
    situation, file = book.situation(reader, letter), book.file(reader, language)
    wording = file.letters[letter]
    rows: list[Row] = [*_first(file.greeting, facts), ()]
    for paragraph in re.split(r"\n\s*\n", wording.text.strip()):
        filled = _paragraph(paragraph.split("\n"), facts, file)
        rows += [*filled, ()] if filled else []
    closing = [row for line in file.closing if (row := _line(line, facts)) is not None]
    about = _paragraph(file.about.strip().split("\n"), facts, file)
    rows += [*closing, *([()] if about else []), *about]
    names = {place for text in (wording.text, file.about) for place in PLACE.findall(text)}
    return FilledLetter(
        reader, letter, language, file.direction, wording.subject, tuple(rows),
        missing=tuple(book.fact_names[name] for name in situation.needs if name not in facts),
        left_out=tuple(sorted(book.fact_names[name] for name in names - set(situation.needs) if name not in facts)),
    )  # fmt: skip


def _first(lines: Iterable[str], facts: Mapping[str, str]) -> list[Row]:
    return next(([row] for line in lines if (row := _line(line, facts)) is not None), [])


def _line(line: str, facts: Mapping[str, str]) -> Row | None:
    """Fill one line in one pass, so that a fact that looks like a place stays what it is."""
    pieces: list[Piece] = []
    end = 0
    for place in PLACE.finditer(line):
        if not facts.get(place[1]):
            return None
        pieces += [Piece(line[end : place.start()]), Piece(facts[place[1]], fact=True)]
        end = place.end()
    return tuple(piece for piece in (*pieces, Piece(line[end:])) if piece.text)


def _paragraph(lines: list[str], facts: Mapping[str, str], file: LanguageFile) -> list[Row]:
    """Join the sentences of a paragraph; a line of a list stands alone."""
    rows: list[Row] = []
    flowing = False
    for line in lines:
        row = _line(line.strip(), facts)
        if row is None:
            continue
        alone = line.startswith(_ROW)
        if flowing and not alone:
            joint = (Piece(file.joiner),) if file.joiner else ()
            rows[-1] = (*rows[-1], *joint, *row)
        else:
            rows.append(row)
        flowing = not alone
    return rows
