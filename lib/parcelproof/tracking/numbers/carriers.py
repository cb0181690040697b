"""Whether a carrier as people write it is the carrier of a number format."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parcelproof.tracking.numbers.formats import NumberBook
from parcelproof.tracking.numbers.recognise import S10, Candidate

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?")


def issues(carrier: str, candidate: Candidate) -> bool:
    """Tell whether a carrier issues such numbers, or hands over parcels under them."""
    return _named(carrier, (candidate.carrier, *candidate.aliases, *candidate.also))


def is_on_file(carrier: str, book: NumberBook) -> bool:
    """Tell whether any format of this carrier is known; of one that is not, nothing can be said."""
    names: set[str] = set()
    for one in book.formats:
        names.update(one.aliases if one.rule.id == S10 else (one.carrier, *one.aliases))
    for rule in book.operators.values():
        names.update((rule.value, *rule.columns["aliases"].split(";")))
    return _named(carrier, (name for name in names if name))


def _named(carrier: str, names: Iterable[str]) -> bool:
    words = _words(carrier)
    return bool(words) and any(_within(words, _words(name)) or _within(_words(name), words) for name in names)


def _words(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name.casefold()))


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Tell whether the words stand side by side in the other name, or are the same written together."""
    if not few or not many:
        return False
    side_by_side = any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))
    return side_by_side or "".join(few) == "".join(many)
