"""Which carriers a tracking number can belong to, and whether its check digit is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parcelproof.language import current_language
from parcelproof.messages import N_, _
from parcelproof.tracking.numbers.cleaning import clean
from parcelproof.tracking.numbers.formats import Format, NumberBook, default_book
from parcelproof.tracking.numbers.postal import aliases_of, country_of, meaning_of, no_country, operator_of

Certainty = Literal["check_digit", "pattern", "wrong_check_digit"]

S10 = "s10"
"""Id of the row whose carrier is the post of the country in the number."""

UNKNOWN_FORMAT = N_(
    "This number fits no format on file. Compare it with the label; the carrier may be one that is not on file."
)


@dataclass(frozen=True)
class Candidate:
    """One carrier that can have issued the number.

    Attributes
    ----------
    carrier, format : str
        Who, and what its numbers of this look are called.
    certainty : {"check_digit", "pattern", "wrong_check_digit"}
        The check digit is right; there is none that is public; it is wrong, so a character is mistyped.
    meaning, service : str
        What the number says about the parcel, or empty.
    country : str
        ISO alpha-2 code of the country that issued the number, or empty.
    rule : str
        Id of the row of the table.
    aliases : tuple of str
        Other names of the carrier.
    also : tuple of str
        Carriers that hand over parcels under such numbers.
    distinctive : bool
        Whether hardly another carrier has numbers of this look.
    expected, found : str
        The check digit as it should be and as it is; empty if none is public.
    place : int
        Place of the check digit in the cleaned number, counted from 1; 0 if none is public.
    """

    carrier: str
    format: str
    certainty: Certainty
    meaning: str = ""
    country: str = ""
    service: str = ""
    rule: str = ""
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    distinctive: bool = False
    expected: str = ""
    found: str = ""
    place: int = 0

    @property
    def mistake(self) -> str:
        """A sentence about the wrong check digit, or an empty string."""
        if self.certainty != "wrong_check_digit":
            return ""
        return _(
            "It looks like a number of {carrier} with a typing mistake: character {place} is {found}, and by the "
            "others it should be {expected}. Any one of them can be the wrong one.",
            carrier=self.carrier,
            place=self.place,
            found=self.found,
            expected=self.expected,
        )


@dataclass(frozen=True)
class Recognised:
    """What a tracking number says about itself.

    Attributes
    ----------
    cleaned : str
        The bare number: capital letters and digits. Empty if the text holds none.
    valid : bool or None
        True if it fits a format and its check digit, where one is public, is right. False if a check digit is wrong or
        it fits nothing on file. None if it fits only formats of plain digits that prove nothing.
    candidates : tuple of Candidate
        Best first. More than one of the best kind means: the number alone does not tell the carrier.
    problem : str
        What is wrong and how to mend it; empty if nothing is.
    """

    cleaned: str
    valid: bool | None
    candidates: tuple[Candidate, ...] = ()
    problem: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether more than one carrier is as likely as the first."""
        if not self.candidates:
            return False
        best = _rank(self.candidates[0])
        return len({one.carrier for one in self.candidates if _rank(one) == best}) > 1


def recognise(number: str, book: NumberBook | None = None) -> Recognised:
    """Say which carriers a tracking number can belong to.

    Parameters
    ----------
    number : str
        As it was pasted: blanks, dashes, full-width letters, words and web addresses around it are taken off.
    book : NumberBook, optional
        Formats of another playbook; this installation's without it.

    Returns
    -------
    Recognised
        Never an exception for a bad number: ``problem`` says what is wrong.
    """
    cleaned = clean(number)
    if cleaned.problem:
        return Recognised(cleaned="", valid=False, problem=cleaned.problem)
    if book is not None:
        return _judge(cleaned.text, book)
    return _remembered(cleaned.text, current_language().code)


def every_candidate(number: str, book: NumberBook) -> tuple[Candidate, ...]:
    """Return all formats that a number fits, those with a wrong check digit too: for one carrier that is known."""
    text = clean(number).text
    return tuple(sorted(_candidates(text, book), key=_rank)) if text else ()


@lru_cache(maxsize=4096)
def _remembered(text: str, _language: str) -> Recognised:
    return _judge(text, default_book())


def _judge(text: str, book: NumberBook) -> Recognised:
    found = sorted(_candidates(text, book), key=_rank)
    if found and _rank(found[0]) <= _SURE:
        # Beside a look or a check digit that fits, a format that many numbers fall into by chance is no typing mistake.
        proven = found[0].certainty == "check_digit"
        found = [one for one in found if one.certainty != "wrong_check_digit" or (one.distinctive and not proven)]
    if not found:
        return Recognised(cleaned=text, valid=False, problem=no_country(text) or _(UNKNOWN_FORMAT))
    return Recognised(cleaned=text, valid=_valid(found), candidates=tuple(found), problem=_problem(found))


def _candidates(text: str, book: NumberBook) -> Iterator[Candidate]:
    for one in book.formats:
        fits = one.pattern.fullmatch(text)
        if fits is None:
            continue
        expected = one.expected(fits)
        found = fits["check"] if expected else ""
        certainty: Certainty = (
            "pattern" if not expected else "check_digit" if expected == found else "wrong_check_digit"
        )
        carrier, country, meaning, service = _told_by(one, text, book)
        if not carrier:
            continue
        yield Candidate(
            carrier=carrier,
            format=one.name,
            certainty=certainty,
            meaning=meaning,
            country=country,
            service=service,
            rule=one.rule.id,
            aliases=one.aliases if one.rule.id != S10 else aliases_of(text[-2:], book),
            also=one.also,
            distinctive=one.distinctive,
            expected=expected,
            found=found,
            place=fits.start("check") + 1 if expected else 0,
        )


def _told_by(one: Format, text: str, book: NumberBook) -> tuple[str, str, str, str]:
    """Return carrier, country, meaning and service; an empty carrier if the number names a country that is none."""
    if one.rule.id != S10:
        return one.carrier, one.country, one.rule.note, one.service
    service, meaning = meaning_of(text[:2], book)
    return operator_of(text[-2:], book), country_of(text[-2:], book), meaning, service


_ORDER = (
    ("check_digit", True), ("check_digit", False), ("pattern", True),
    ("wrong_check_digit", True), ("pattern", False), ("wrong_check_digit", False),
)  # fmt: skip
"""From likely to unlikely: proven first, then a look that hardly another carrier has."""

_SURE = _ORDER.index(("pattern", True))


def _rank(one: Candidate) -> int:
    return _ORDER.index((one.certainty, one.distinctive))


def _valid(found: list[Candidate]) -> bool | None:
    best = found[0]
    if best.certainty == "check_digit" or (best.certainty == "pattern" and best.distinctive):
        return True
    if best.certainty == "wrong_check_digit":
        return False
    return None


def _problem(found: list[Candidate]) -> str:
    best = found[0]
    if best.certainty == "wrong_check_digit":
        return _("{mistake} Compare it with the label.", mistake=best.mistake)
    return ""
