"""What the letters of a postal number (UPU S10) say: the kind of item, the country, and its post."""

from __future__ import annotations

import re
from functools import cache

from parcelproof.messages import _
from parcelproof.tracking.numbers.formats import NumberBook

_SHAPE = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")


def meaning_of(letters: str, book: NumberBook) -> tuple[str, str]:
    """Return the service and its meaning for the first two letters; the two letters count before the first alone."""
    rule = book.services.get(letters) or book.services.get(letters[:1])
    return (rule.value, rule.note) if rule else ("", _("The standard gives these letters no meaning."))


def operator_of(suffix: str, book: NumberBook) -> str:
    """Return the post that issues numbers with this ending, or an empty string if there is no such country."""
    rule = book.operators.get(suffix)
    if rule:
        return rule.value
    country = _countries().get(suffix, "")
    return f"Post of {country}" if country else ""


def country_of(suffix: str, book: NumberBook) -> str:
    """Return the country of an ending as an ISO alpha-2 code; empty for issuers that are no post."""
    rule = book.operators.get(suffix)
    if rule:
        return rule.columns["country"]
    return suffix if suffix in _countries() else ""


def aliases_of(suffix: str, book: NumberBook) -> tuple[str, ...]:
    """Return other names of the post that issues numbers with this ending."""
    rule = book.operators.get(suffix)
    return tuple(name for name in rule.columns["aliases"].split(";") if name) if rule else ()


def no_country(text: str) -> str:
    """Return a sentence about a postal number whose last two letters name no country, or an empty string."""
    if not _SHAPE.fullmatch(text):
        return ""
    return _(
        "It looks like a postal number, and its last letters {letters} name no country. Compare it with the label.",
        letters=text[-2:],
    )


@cache
def _countries() -> dict[str, str]:
    import pycountry  # its data is loaded on first use only

    return {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
