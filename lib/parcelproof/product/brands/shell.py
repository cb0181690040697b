"""Answer "which brand is this, and what speaks against it?" for one row: the rule from the shell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from parcelproof.checks import fill, quoted
from parcelproof.delivery.shell_answers import amount_of, currency_of
from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.product.brands.answer import BrandAnswer, Reason, find_brand
from parcelproof.units import Money

CHECK = "product.authenticity.brand"
"""The check whose words explain the reasons."""


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every row of a long table would take longer than the answers.
    return load_playbook()


def answer_brand(row: Mapping[str, str]) -> dict[str, Any]:
    """Say which brand a title names, and what speaks against it.

    Parameters
    ----------
    row : mapping
        ``title``; optional ``brand_field``, ``category``, ``price``, ``currency``, ``reference_price``
        (in the same currency).

    Returns
    -------
    dict
        ``brand``, ``disguise`` (None in plain letters), ``coded_words``, ``level`` (none, look, high),
        ``claim`` (claimed, compatible or None), ``reasons`` with code, level and words.

    Raises
    ------
    InputError
        If there is no title, or a price or currency cannot be read.
    """
    title = row.get("title") or ""
    if not title.strip() and not (row.get("brand_field") or "").strip():
        raise InputError(_("There is no title."), where="title", mend=_("Give the title of the listing."))
    playbook = _playbook()
    found = find_brand(
        title,
        brand_field=row.get("brand_field") or "",
        category=row.get("category") or "",
        price=_money(row, "price"),
        reference_price=_money(row, "reference_price"),
        playbook=playbook,
    )
    return {
        "brand": found.brand,
        "disguise": found.disguise or None,
        "coded_words": list(found.coded_words),
        "level": found.level,
        "claim": found.claim or None,
        "written": quoted(found.written),
        "share_of_usual_price": str(round(found.share, 2)) if found.share is not None else None,
        "reasons": brand_reasons(found, title, playbook),
    }


def brand_reasons(found: BrandAnswer, title: str, playbook: Playbook) -> list[dict[str, str]]:
    """Return the reasons of an answer in the words of the playbook: ``code``, ``level``, ``words``."""
    return [{"code": r.code, "level": r.level, "words": reason_words(r, title, playbook)} for r in found.reasons]


def reason_words(reason: Reason, title: str, playbook: Playbook) -> str:
    """Return one reason as sentences."""
    message = playbook.checks[CHECK].messages[reason.code]
    facts = {name: quoted(value) for name, value in {"title": title, **reason.facts}.items()}
    return fill(f"{message.title} {message.why}", facts)


def _money(row: Mapping[str, str], column: str) -> Money | None:
    if not (row.get(column) or "").strip():
        return None
    return Money(amount=amount_of(row, column), currency=currency_of(row.get("currency") or ""))
