"""Brings the catalogues up to date with the marked sentences: ``python -m parcelproof.locale.update``.

New sentences come in without a translation, those that are gone go out, translations stay. What is left to translate
is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from parcelproof.language import FALLBACK, LANGUAGES
from parcelproof.messages import DOMAIN, KEYWORDS, catalogue_file

SOURCES = Path(__file__).parents[1]


def marked_sentences(folder: Path = SOURCES) -> Catalog:
    """Return every sentence that is marked in the Python files of a folder, with the files in which it stands."""
    found = Catalog(project=DOMAIN, charset="utf-8")
    for file, _line, sentence, _comments, context in extract_from_dir(
        str(folder), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        # Without line numbers: a moved line is no change of a catalogue.
        found.add(sentence, locations=[(Path(file).as_posix(), 0)], context=context)
    return found


def read_catalogue(code: str) -> Catalog:
    """Return the catalogue of a language, with its translations."""
    with catalogue_file(code).open("rb") as file:
        return read_po(file, locale=LANGUAGES[code].locale, domain=DOMAIN)


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the sentences without a translation, or with one that nobody has looked at."""
    return [
        str(message.id[0] if isinstance(message.id, tuple) else message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(_parts(message.string)))
    ]


def _parts(said: str | Sequence[str] | None) -> Sequence[str]:
    return (said or "",) if said is None or isinstance(said, str) else said


def main() -> int:
    """Update every catalogue; 1 if something is left to translate."""
    left = 0
    template = marked_sentences()
    for code in LANGUAGES:
        if code == FALLBACK:
            continue
        path = catalogue_file(code)
        catalogue = read_catalogue(code)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, include_lineno=False, sort_output=True, omit_header=False)
        for sentence in untranslated(catalogue):
            left += 1
            sys.stdout.write(f"{code}: {sentence}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
