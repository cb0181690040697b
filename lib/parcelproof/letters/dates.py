"""Days that a message names, in ten languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from parcelproof.letters.facts import letter_locale


@dataclass(frozen=True)
class Day:
    """A day as it was said: the year may be missing, and 5/6 may be read in two ways.

    Attributes
    ----------
    readings : frozenset of (year or None, month, day)
    """

    readings: frozenset[tuple[int | None, int, int]]


_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,2})\s?[./-]\s?(\d{1,2})(?:[./-]\s?(\d{4}|\d{2}))?(?![\d/-])")
_EAST = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号號]")


def days_in(text: str, language: str) -> list[Day]:
    """Return the days that a text names.

    Parameters
    ----------
    text : str
    language : str
        Two letters: whose names of months are known, beside the English ones.
    """
    plain = "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, None) is not None else c for c in text
    )
    found: list[Day] = []

    def take(pattern: re.Pattern[str], read: object) -> None:
        nonlocal plain
        for hit in pattern.finditer(plain):
            readings = frozenset(r for r in read(hit) if _possible(*r))  # type: ignore[operator]
            if readings:
                found.append(Day(readings))
        plain = pattern.sub(" ", plain)

    take(_EAST, lambda hit: [(int(hit[1]) if hit[1] else None, int(hit[2]), int(hit[3]))])
    take(_ISO, lambda hit: [(int(hit[1]), int(hit[2]), int(hit[3]))])
    for code in dict.fromkeys((language, "en")):
        names, pattern = _months(code)
        take(
            pattern,
            lambda hit, names=names: [
                (_year(hit["y1"] or hit["y2"]), names[(hit["m1"] or hit["m2"]).casefold()], int(hit["d1"] or hit["d2"]))
            ],
        )
    take(_NUMERIC, lambda hit: [(_year(hit[3]), int(hit[2]), int(hit[1])), (_year(hit[3]), int(hit[1]), int(hit[2]))])
    return found


def fits(day: Day, known: date) -> bool:
    """Whether some reading of a day is this day."""
    return any((y is None or y == known.year) and (m, d) == (known.month, known.day) for y, m, d in day.readings)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def _possible(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


@cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    locale = letter_locale(language)
    names: dict[str, int] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                for form in {name, name.rstrip(".")}:
                    if not form[0].isdigit():
                        names.setdefault(form.casefold(), number)
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)"
    of = r"(?:\s*(?:de|del|of)\s+|\s*[.,]?\s*)"
    pattern = (
        rf"(?<!\d)(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|°)?\.?{of}(?P<m1>{words})(?!\w)\.?(?:{of}(?P<y1>\d{{4}}))?"
        rf"|(?<!\w)(?P<m2>{words})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:\s*,?\s*(?P<y2>\d{{4}}))?"
    )
    return names, re.compile(pattern, re.IGNORECASE)
