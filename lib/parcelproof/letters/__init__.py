"""Letters to buyers and carriers: loaded from templates, filled from the record, checked for promises."""

from parcelproof.letters.facts import letter_facts
from parcelproof.letters.fill import FilledLetter, Piece, fill_letter
from parcelproof.letters.loader import LetterBook, default_language, load_letters
from parcelproof.letters.promises import Promise, promises

__all__ = [
    "FilledLetter",
    "LetterBook",
    "Piece",
    "Promise",
    "default_language",
    "fill_letter",
    "letter_facts",
    "load_letters",
    "promises",
]
