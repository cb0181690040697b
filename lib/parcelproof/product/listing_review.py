"""Judge one listing: what is missing, what cannot be kept, what the destination wants shown, mains, language.

Pure and quick: patterns are made once per playbook, so that a hundred thousand listings take less than a minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from parcelproof.clock import now
from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.profiles import ProductTerm, Profile
from parcelproof.product.big_claims import Claim, big_claims
from parcelproof.product.conditions import conditions_of
from parcelproof.product.duties import duties_of, has_number
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.mains import MainsFit, mains_fit
from parcelproof.product.offer import Duty, Offer
from parcelproof.product.page_text import stated
from parcelproof.product.profiles import Missing, completeness, profile_for
from parcelproof.product.readability import Readability, readability, unexplained_terms
from parcelproof.product.walls import country_code

TITLE_LENGTH = 2_000
"""No platform allows a longer one."""


@dataclass(frozen=True)
class ListingReview:
    """What a review of one listing says.

    Attributes
    ----------
    profile : Profile
    values : mapping of str to str
        What the page states, by attribute id.
    conditions : frozenset of str
        What holds for the product: ``mains``, ``battery``, …
    missing : tuple of Missing
        What the page owes and does not state, in the order of the profile.
    claims : tuple of Claim
        What cannot be kept.
    duties : tuple of Duty
        What the destination wants shown; empty without a destination.
    readability : Readability
    unexplained : tuple of ProductTerm
        Technical words that the page does not explain.
    mains : MainsFit or None
        None without a destination, or if the product takes no mains.
    """

    profile: Profile
    values: Mapping[str, str]
    conditions: frozenset[str]
    missing: tuple[Missing, ...]
    claims: tuple[Claim, ...]
    duties: tuple[Duty, ...]
    readability: Readability
    unexplained: tuple[ProductTerm, ...]
    mains: MainsFit | None


def review_listing(
    facts: ListingFacts, playbook: Playbook, *, destination: str = "", on: date, profile: str = "", papers: bool = False
) -> ListingReview:
    """Review one listing.

    Parameters
    ----------
    facts : ListingFacts
    playbook : Playbook
    destination : str
        Country of the buyer as two letters, ``EU`` for the Union; empty if it is offered everywhere.
    on : date
        Day for which duties and claims are judged.
    profile : str
        Id of the profile, if the seller chose one; otherwise category and title decide.
    papers : bool
        Whether papers of the brand or its supplier are on record: then "original" can be kept.
    """
    if len(facts.title) > TITLE_LENGTH:
        facts = replace(facts, title=facts.title[:TITLE_LENGTH])
    chosen = playbook.profiles.get(profile) or profile_for(facts.category, facts.title, playbook)
    values, refused = stated(facts, chosen)
    conditions = conditions_of(facts.title, facts.text, values, destination, playbook)
    offer = Offer(
        title=facts.title, text=facts.text, values=values, profile=chosen.id, conditions=conditions,
        pictures=len(facts.pictures), identified=bool(facts.sku or facts.listing_id or facts.gtin),
    )  # fmt: skip
    return ListingReview(
        profile=chosen,
        values=values,
        conditions=conditions,
        missing=completeness(values, chosen, conditions, refused),
        claims=big_claims(
            _texts(facts), playbook, on=on, language=facts.language, papers=papers,
            document=has_number(values.get("certificates", "")),
        ),
        duties=duties_of(offer, destination, playbook, on=on),
        readability=readability(facts.text, playbook, facts.language),
        unexplained=unexplained_terms(facts.title, facts.text, playbook),
        mains=_mains(facts, values, conditions, destination, playbook),
    )  # fmt: skip


def _texts(facts: ListingFacts) -> list[tuple[str, str]]:
    texts = [("title", facts.title)]
    for name, value in facts.attributes.items():
        # A short answer is about the name of its field: "Waterproof: yes".
        texts.append((name, f"{name}: {value}" if len(value) <= 5 else value))
    texts.append(("text", facts.text))
    return texts


def _mains(
    facts: ListingFacts, values: Mapping[str, str], conditions: frozenset[str], destination: str, playbook: Playbook
) -> MainsFit | None:
    if not country_code(destination) or not ("mains" in conditions or "voltage" in values):
        return None
    # A page that shows no motor may still sell one: then nobody knows.
    motor = True if "motor" in conditions else None
    return mains_fit(
        values.get("voltage", ""),
        values.get("frequency", ""),
        values.get("plug", ""),
        destination,
        playbook,
        motor=motor,
    )


@cache
def _playbook() -> Playbook:
    # Looking for changed files at every row of a long table would take longer than the answers.
    return load_playbook()


NO_ATTRIBUTES = frozenset(
    [
        "title",
        "name",
        "text",
        "description",
        "sku",
        "listing_id",
        "url",
        "language",
        "category",
        "destination",
        "date",
        "profile",
    ]
)
"""Columns of a table that are no attributes."""


def facts_of_row(row: Mapping[str, str]) -> ListingFacts:
    """Return a row of a table as a listing: every column that is no known fact is an attribute."""

    def said(*names: str) -> str:
        return next((value for name in names if (value := (row.get(name) or "").strip())), "")

    return ListingFacts(
        title=said("title", "name"), text=said("text", "description"), category=said("category"), sku=said("sku"),
        listing_id=said("listing_id"), url=said("url"), language=said("language"),
        attributes={name: value for name, value in row.items() if name and value and name not in NO_ATTRIBUTES},
    )  # fmt: skip


def answer_listing(row: Mapping[str, str]) -> dict[str, Any]:
    """Say what a listing lacks.

    Parameters
    ----------
    row : mapping
        ``category`` and any columns with attributes, named as a platform names them; optional ``title``,
        ``description`` (or ``text``), ``destination``, ``date``, ``language``, ``sku``, ``profile``.

    Returns
    -------
    dict
        ``profile``, ``missing``, ``claims``, ``duties``, ``mains``, ``readability``, ``unexplained``.

    Raises
    ------
    InputError
        If country, date or profile cannot be read.
    """
    playbook = _playbook()
    chosen = (row.get("profile") or "").strip()
    if chosen and chosen not in playbook.profiles:
        raise InputError(
            _("There is no such profile."),
            where=_("profile: {text}", text=chosen[:40]),
            mend=_("Known: {known}.", known=", ".join(playbook.profiles)),
        )
    review = review_listing(facts_of_row(row), playbook, destination=destination_of(row), on=_day(row), profile=chosen)
    return review_answer(review)


def destination_of(row: Mapping[str, str]) -> str:
    """Return the destination of a row as two letters, ``EU`` or empty."""
    text = (row.get("destination") or "").strip()
    if not text:
        return ""
    code = text.upper() if text.upper() in ("EU", "XI") else country_code(text)
    if not code:
        raise InputError(
            _("This country is not known."),
            where=_("destination: {text}", text=text[:40]),
            mend=_("Write it like US, or EU."),
        )
    return code


def _day(row: Mapping[str, str]) -> date:
    text = (row.get("date") or "").strip()
    try:
        return date.fromisoformat(text) if text else now().date()
    except ValueError:
        raise InputError(
            _("This date cannot be read."), where=_("date: {text}", text=text[:40]), mend=_("Write it like 2026-10-02.")
        ) from None


def review_answer(review: ListingReview) -> dict[str, Any]:
    """Return a review as plain data for a program."""
    reading = review.readability
    return {
        "profile": review.profile.id,
        "missing": [_missing(one) for one in review.missing],
        "claims": [
            {"kind": c.kind, "words": c.words, "where": c.where, "reason": c.reason, "better": c.better}
            for c in review.claims
        ],
        "duties": [
            {
                "duty": d.id, "name": d.name, "state": d.state, "lacks": d.lacks, "source": d.rule.source,
                "confidence": d.rule.confidence,
            }
            for d in review.duties
        ],
        "mains": (
            {"fits": review.mains.fits, "adapter": review.mains.adapter, "reason": review.mains.reason}
            if review.mains
            else None
        ),
        "readability": {
            "language": reading.language, "formula": reading.formula, "verdict": reading.verdict,
            "score": None if reading.score is None else str(reading.score), "words": reading.words,
            "sentences": reading.sentences,
        },
        "unexplained": [term.term for term in review.unexplained],
    }  # fmt: skip


def _missing(one: Missing) -> dict[str, Any]:
    found: dict[str, Any] = {"attribute": one.attribute.id, "label": one.attribute.label}
    if one.said:
        found["said"] = one.said
    if not one.attribute.shown:
        found["own_records"] = True
    return found
