"""The words for how a case stands: ends, levels, doors, and what is left of the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from parcelproof.messages import N_, Wording, _, ngettext
from parcelproof.report.blocks import Tone
from parcelproof.training.case import Case, Door
from parcelproof.training.casebook import BY_CHANCE, Entry
from parcelproof.training.progress import Decision
from parcelproof.units import Money

ENDS: Mapping[Decision, str] = Wording(
    {
        "won": N_("You won"), "partly": N_("You won in part"), "lost": N_("You lost"), "too_late": N_("Too late"),
        "settled": N_("Settled with the buyer"),
    }
)  # fmt: skip
END_TONE: Mapping[Decision, Tone] = {
    "won": "good", "settled": "good", "partly": "warn", "lost": "bad", "too_late": "bad",
}  # fmt: skip
LEVELS: Mapping[int, str] = Wording({1: N_("Easy"), 2: N_("Middle"), 3: N_("Hard")})
COUNTS: Mapping[str, str] = Wording(
    {"required": N_("asked for"), "helpful": N_("helps"), "irrelevant": N_("says nothing about this claim")}
)
"""How much an item counts for a claim: the levels of the evidence matrix."""
DOORS: Mapping[Door, str] = {
    "ebay": "eBay", "paypal": "PayPal", "stripe": "Stripe", "shopify": "Shopify", "amazon": "Amazon", "etsy": "Etsy",
    "square": "Square",
}  # fmt: skip
"""Names of platforms and payment services are the same in every language."""


def title_of(case: Case) -> str:
    """Return the title of a case; one made by chance is named with its number."""
    if case.id.startswith(BY_CHANCE):
        return _("By chance, number {number}: {title}", number=case.id.removeprefix(BY_CHANCE), title=case.title)
    return case.title


def standing_words(entry: Entry) -> str:
    """Return how a case stands: its best end, or whether it goes on."""
    if entry.standing == "going_on":
        return _("Goes on")
    return ENDS[entry.best] if entry.best else _("New")


def span(time: timedelta) -> str:
    """Return a stretch of time in words, minutes exactly."""
    minutes = int(time.total_seconds() // 60)
    days, rest = divmod(max(minutes, 0), 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(ngettext("{count} day", "{count} days", days), days), (ngettext("{count} h", "{count} h", hours), hours)]
    said = [words for words, count in parts if count]
    if left or not said:
        said.append(ngettext("{count} min", "{count} min", left))
    return " ".join(said)


def left_words(left: timedelta) -> tuple[str, Tone]:
    """Return what is left of the time to answer, and how urgent it is."""
    if left < timedelta(0):
        return _("Nothing: the last day is over."), "bad"
    return span(left), "warn" if left < timedelta(days=1) else "plain"


def money(amount: Decimal, case: Case) -> str:
    """Return an amount in the currency of the claim."""
    return str(Money(amount=amount, currency=case.claim.currency))


def cost_words(amount: Decimal, time: timedelta, case: Case) -> str:
    """Return what decisions cost; empty if nothing."""
    said = [money(amount, case)] if amount else []
    if time:
        said.append(span(time))
    return " · ".join(said)
