"""What a brand name in a title means: the brand of the goods, goods that fit it, or an ordinary word."""

from __future__ import annotations

import re
from functools import cache

from parcelproof.product.brands.brand_list import bare
from parcelproof.product.brands.sight import Sight, Title
from parcelproof.product.brands.signals import Signals, phrases

REACH = 6
"""Words between "for" and the last brand that it still rules: fits Samsung Huawei Xiaomi."""

WINDOW = 200
"""Characters on each side of a name that are looked at: in a long text what stands far off is about something else."""

_MODEL = re.compile(r"^\s*(?:[a-z]{0,3}[0-9]{1,4}[a-z]{0,2}(?![a-z])\s?)?")
_BEHIND = 40
_BREAK = re.compile(r"[.;!?|()\[\]{}]|\s-\s")


def is_meant(title: Title, sight: Sight, field: str, goods: frozenset[str]) -> bool:
    """Whether a name that is an ordinary word too stands for the brand: with a capital, beside what the brand sells.

    Parameters
    ----------
    field : str
        What the brand field says.
    goods : frozenset of str
        Categories of the goods that title and category name.
    """
    if not sight.name.needs_context or sight.disguise:
        return True
    brand = sight.name.brand
    if bare(field.strip().lower()) in (bare(brand.name.lower()), bare(sight.name.text.lower())):
        return True
    text = title.text
    before, behind = text[max(sight.start - WINDOW, 0) : sight.start], text[sight.end : sight.end + WINDOW]
    rest = f"{before} {behind}".lower()
    pattern = _near(brand.near)
    beside = bool(pattern and pattern.search(rest))
    if rest.islower() and text[sight.start].islower():
        return beside
    return text[sight.start].isupper() and (beside or bool(brand.categories & goods))


@cache
def _near(words: frozenset[str]) -> re.Pattern[str] | None:
    return phrases(words)


def is_compatible(title: Title, sight: Sight, signals: Signals) -> bool:
    """Whether the goods only fit the brand: "case for BRAND", "compatible with BRAND", "passend für BRAND"."""
    text = title.text
    behind = _MODEL.sub("", text[sight.end : sight.end + _BEHIND].lower())
    if signals.compatible_after and signals.compatible_after.match(behind):
        return True
    if signals.compatible is None:
        return False
    before = text[max(sight.start - WINDOW, 0) : sight.start].lower()
    for match in signals.compatible.finditer(before):
        between = before[match.end() :]
        words = between.split()
        if len(words) <= REACH and not _BREAK.search(between) and not signals.people & {w.strip(",") for w in words}:
            return True
    return False
