"""Versions of a product page compared: what changed between the day of the order and today."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.ledger.records import Listing
from parcelproof.messages import N_, Wording, _
from parcelproof.shipment import Shipment

MAX_SENTENCES = 200
_SHOWN = 4
_SENTENCE = re.compile(r"\n+|(?<=[.!?])\s+|(?<=[。！？；])")
_WORD = re.compile(r"[^\W_]+")
_NOT_TEXT = re.compile(r"[^\w%°.,+/-]+")

Kind = Literal["title", "price", "category", "attribute", "text", "pictures"]


@dataclass(frozen=True)
class Change:
    """One thing that two versions say differently.

    Attributes
    ----------
    kind : str
        ``title``, ``price``, ``category``, ``attribute``, ``text`` (one sentence) or ``pictures``.
    name : str
        The attribute; empty for the other kinds.
    old, new : str
        What each version says; empty if it says nothing.
    """

    kind: Kind
    name: str = ""
    old: str = ""
    new: str = ""

    @property
    def matters(self) -> bool:
        """Whether the buyer was promised another thing: attributes, title and category; not a price or a sentence."""
        return self.kind in ("title", "category", "attribute")


@dataclass(frozen=True)
class Changes:
    """What changed from one version of a page to another.

    Attributes
    ----------
    old_at, new_at : datetime or None
        When each version was captured.
    changes : tuple of Change
        What matters most first.
    same_source : bool
        Both versions were read the same way. If not, only what both state is compared: an export says less than
        a page, and that is no change.
    """

    old_at: datetime | None
    new_at: datetime | None
    changes: tuple[Change, ...] = ()
    same_source: bool = True

    @property
    def matter(self) -> tuple[Change, ...]:
        """The changes of what the buyer was promised."""
        return tuple(change for change in self.changes if change.matters)


def compare_listings(old: Listing, new: Listing) -> Changes:
    """Compare two versions of a listing.

    Capital letters, blanks, and the order of attributes and sentences are form and no change.

    Parameters
    ----------
    old, new : Listing
    """
    same_source = old.source == new.source
    found: list[Change] = []
    for kind, was, now in (("title", old.title, new.title), ("category", old.category, new.category)):
        if plain(was) != plain(now) and (same_source or (was and now)):
            found.append(Change(kind, "", was, now))  # type: ignore[arg-type]
    found += _attributes(old, new, same_source)
    if old.price != new.price and old.price and new.price:
        found.append(Change("price", "", str(old.price), str(new.price)))
    if same_source and old.text and new.text:
        found += _sentences(old.text, new.text)
    if same_source and old.pictures and new.pictures and set(old.pictures) != set(new.pictures):
        found.append(Change("pictures", "", str(len(old.pictures)), str(len(new.pictures))))
    return Changes(old.claimed_at, new.claimed_at, tuple(found), same_source)


def plain(text: str) -> str:
    """Return a text as it is compared: no case, no widths, no signs between words."""
    return " ".join(_NOT_TEXT.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()).strip(" .,")


def _attributes(old: Listing, new: Listing, same_source: bool) -> list[Change]:
    was, now = _by_name(old), _by_name(new)
    found = []
    for key in dict.fromkeys([*was, *now]):
        label, before = was.get(key, ("", ""))
        label, after = now.get(key, (label, ""))
        if plain(before) != plain(after) and (same_source or (before and after)):
            found.append(Change("attribute", label, before, after))
    return found


def _by_name(page: Listing) -> dict[str, tuple[str, str]]:
    return {" ".join(_WORD.findall(plain(label))): (label, value) for label, value in page.attributes.items()}


def _sentences(old: str, new: str) -> list[Change]:
    was, now = _split(old), _split(new)
    gone = Counter(map(plain, was)) - Counter(map(plain, now))
    come = Counter(map(plain, now)) - Counter(map(plain, was))
    return [
        *(Change("text", "", sentence, "") for sentence in _those(was, gone)),
        *(Change("text", "", "", sentence) for sentence in _those(now, come)),
    ]


def _split(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if plain(part)]


def _those(sentences: Iterable[str], wanted: Counter[str]) -> list[str]:
    left = Counter(wanted)
    found = []
    for sentence in sentences:
        if left[plain(sentence)] > 0:
            left[plain(sentence)] -= 1
            found.append(sentence)
    return found[:MAX_SENTENCES]


def since_order(shipment: Shipment) -> tuple[Changes, ...]:
    """Compare, for each product of a parcel, the page in force at the order with the newest one after it.

    A product whose page was not kept both before and after the order is left out.
    """
    ordered = shipment.order.placed_at or shipment.order.paid_at if shipment.order else None
    if ordered is None:
        return ()
    found = []
    for pages in _of_each_product(shipment):
        dated = sorted(
            (page for page in pages if page.claimed_at is not None), key=lambda page: page.claimed_at or ordered
        )
        before = [page for page in dated if page.claimed_at and page.claimed_at <= ordered]
        after = [page for page in dated if page.claimed_at and page.claimed_at > ordered]
        if before and after:
            # Two versions that were read the same way say most about each other.
            alike = [page for page in after if page.source == before[-1].source]
            found.append(compare_listings(before[-1], (alike or after)[-1]))
    return tuple(found)


def _of_each_product(shipment: Shipment) -> list[Sequence[Listing]]:
    groups: dict[str, list[Listing]] = {}
    owner = {page.sha256: file.id for file in shipment.products for page in file.listings}
    for page in shipment.listings:
        # Versions of one listing are compared; a product may have several listings that differ on purpose.
        key = page.listing_id or owner.get(page.sha256, "")
        if key:
            groups.setdefault(key, []).append(page)
    return list(groups.values())


@check("product.description.changed", "facts_changed", "text_changed", "same")
def changed(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Compare the page at the order with the page of today."""
    outcomes = []
    for said in since_order(shipment):
        assert said.old_at is not None
        assert said.new_at is not None
        facts = {"before": show(said.old_at), "after": show(said.new_at)}
        if said.matter:
            facts["what"] = _named(said.matter)
            outcomes.append(Outcome(code="facts_changed", level=Level.WARN, facts=facts))
        elif said.changes:
            facts["what"] = _named(said.changes)
            outcomes.append(Outcome(code="text_changed", level=Level.NOTE, facts=facts))
        else:
            outcomes.append(Outcome(code="same", level=Level.PASS, facts=facts))
    return outcomes


_NAMES = Wording(
    {
        "title": N_("title"),
        "category": N_("category"),
        "price": N_("price"),
        "text": N_("description"),
        "pictures": N_("pictures"),
    }
)


def _named(changes: Sequence[Change]) -> str:
    """Name what changed, and for attributes how."""
    nothing = _("nothing")
    told = list(
        dict.fromkeys(
            f"{change.name} ({change.old or nothing} → {change.new or nothing})"
            if change.kind == "attribute"
            else _NAMES[change.kind]
            for change in changes
        )
    )
    named = ", ".join(told[:_SHOWN])
    if len(told) > _SHOWN:
        named = _("{names} and {count} more", names=named, count=len(told) - _SHOWN)
    return quoted(named)
