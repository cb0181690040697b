"""Measure 9: is the page complete, does the device fit the destination, are duties shown, claims kept, words plain."""

from __future__ import annotations

from collections.abc import Iterable

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.messages import N_, Wording, _
from parcelproof.product.listing_review import ListingReview, review_listing
from parcelproof.product.offer import Duty
from parcelproof.product.offers import RecordedOffer, recorded_offers
from parcelproof.product.profiles import Missing
from parcelproof.shipment import Shipment

SHOWN = 6
"""So many names stand in one sentence; the page shows the rest."""


def reviews(shipment: Shipment, context: CheckContext) -> list[tuple[RecordedOffer, ListingReview]]:
    """Return a review of every offer on record, judged for the buyer's country and the day of the order."""
    ordered = (shipment.order.placed_at or shipment.order.paid_at) if shipment.order else None
    destination = (shipment.order.destination if shipment.order else "") or ""
    return [
        (
            offer,
            review_listing(
                offer.facts, context.playbook, destination=destination, on=(ordered or context.as_of).date(),
                profile=offer.profile, papers=bool(shipment.supplier_proofs),
            ),
        )
        for offer in recorded_offers(shipment)
    ]  # fmt: skip


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    shown, more = ", ".join(listed[:SHOWN]), len(listed) - SHOWN
    return _("{names} and {count} more", names=shown, count=more) if more > 0 else shown


@check("product.description.complete", "complete", "missing", "missing_fields", "says_nothing", "own_records")
def complete(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the page states what pages of its category owe."""
    outcomes = []
    for offer, review in reviews(shipment, context):
        facts = {"product": quoted(offer.name), "profile": review.profile.title, "stated": str(len(review.values))}
        hollow = [one for one in review.missing if one.said]
        silent = [one for one in review.missing if not one.said and _owed(one, offer)]
        if hollow:
            said = facts | {"name": hollow[0].attribute.label, "value": quoted(hollow[0].said)}
            outcomes.append(Outcome(code="says_nothing", level=Level.WARN, facts=said))
        shown = [one.attribute for one in silent if one.attribute.shown]
        if shown:
            named = facts | {"missing": _few(a.label for a in shown), "count": str(len(shown)), "why": shown[0].why}
            # Whoever read only the fields cannot say that the text is silent.
            code, level = ("missing", Level.WARN) if offer.read or not offer.page else ("missing_fields", Level.NOTE)
            outcomes.append(Outcome(code=code, level=level, facts=named))
        kept = [one.attribute.label for one in silent if not one.attribute.shown]
        if kept:
            outcomes.append(Outcome(code="own_records", level=Level.NOTE, facts=facts | {"missing": _few(kept)}))
        if not hollow and not silent:
            outcomes.append(Outcome(code="complete", level=Level.PASS, facts=facts))
    return outcomes


def _owed(one: Missing, offer: RecordedOffer) -> bool:
    """Whether it is still owed beside the seller's own records; those are enough for what a buyer need not see."""
    return one.attribute.id not in offer.own or (one.attribute.shown and offer.read)


@check(
    "product.description.mains_fit",
    "fits",
    "no_mains",
    "adapter",
    "plug_unknown",
    "does_not_fit",
    "frequency",
    "unknown",
)
def mains(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that voltage, frequency and plug fit the country of the buyer."""
    outcomes = []
    for offer, review in reviews(shipment, context):
        fit = review.mains
        if fit is None:
            continue
        facts = {"product": quoted(offer.name), "reason": fit.reason}
        if fit.fits == "unknown":
            code, level = "unknown", Level.UNKNOWN
        elif fit.code == "motor_frequency":
            code, level = "frequency", Level.WARN
        elif fit.fits == "no":
            code, level = "does_not_fit", Level.FAIL
        elif fit.code == "no_mains":
            code, level = "no_mains", Level.PASS
        elif fit.adapter == "needed" and not _brings_adapter(review):
            code, level = "adapter", Level.WARN
        elif fit.adapter == "unknown":
            code, level = "plug_unknown", Level.NOTE
        else:
            code, level = "fits", Level.PASS
        outcomes.append(Outcome(code=code, level=level, facts=facts, rules=fit.rules[:1]))
    return outcomes


def _brings_adapter(review: ListingReview) -> bool:
    box = f"{review.values.get('in_the_box', '')} {review.values.get('plug', '')}".casefold()
    words = ("adapter", "adaptor", "adaptateur", "adaptador", "adattatore", "转换")
    return any(word in box for word in words) and "no adapter" not in box


@check("product.description.duties", "shown", "gpsr", "charger", "mark", "look_yourself")
def duties(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the page shows what the law of the destination wants shown; it never says that goods conform."""
    outcomes = []
    for offer, review in reviews(shipment, context):
        if not review.duties:
            continue
        facts = {"product": quoted(offer.name)}
        open_ones = [duty for duty in review.duties if duty.state in ("missing", "incomplete")]
        for kind in ("gpsr", "charger", "mark"):
            found = [duty for duty in open_ones if duty.kind == kind]
            if found:
                outcomes.append(_open(kind, found, offer, facts))
        unsure = [duty for duty in review.duties if duty.state == "unknown"]
        if unsure:
            said = facts | {"duties": _few(duty.name for duty in unsure), "lacks": unsure[0].lacks}
            outcomes.append(
                Outcome(code="look_yourself", level=Level.NOTE, facts=said, rules=tuple(duty.id for duty in unsure))
            )
        if not open_ones and not unsure:
            said = facts | {"count": str(len(review.duties))}
            outcomes.append(
                Outcome(code="shown", level=Level.PASS, facts=said, rules=tuple(duty.id for duty in review.duties))
            )
    return outcomes


def _open(kind: str, found: list[Duty], offer: RecordedOffer, facts: dict[str, str]) -> Outcome:
    # A mark is our own inference, and a page whose text nobody read may show everything.
    level = Level.WARN if offer.read and kind != "mark" else Level.NOTE
    said = facts | {"duties": _few(duty.name for duty in found), "lacks": " ".join(duty.lacks for duty in found[:3])}
    return Outcome(code=kind, level=level, facts=said, rules=tuple(duty.id for duty in found))


_WHERE = Wording({"title": N_("title"), "text": N_("text")})


@check("product.description.claims", "none", "claim")
def claims(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the page promises nothing that nobody can keep."""
    outcomes = []
    for offer, review in reviews(shipment, context):
        facts = {"product": quoted(offer.name)}
        for claim in review.claims[:SHOWN]:
            said = facts | {
                "words": quoted(claim.words), "where": quoted(_WHERE.get(claim.where, claim.where)),
                "reason": claim.reason, "better": claim.better,
            }  # fmt: skip
            outcomes.append(Outcome(code="claim", level=Level.WARN, facts=said, rules=(claim.rule.id,)))
        if not review.claims and offer.read:
            outcomes.append(Outcome(code="none", level=Level.PASS, facts=facts))
    return outcomes


@check("product.description.readability", "easy", "middle", "hard", "no_score", "terms")
def words(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the description is easy to read, and explains its technical words."""
    outcomes = []
    for offer, review in reviews(shipment, context):
        if not offer.read:
            continue
        reading = review.readability
        facts = {
            "product": quoted(offer.name), "words": str(reading.words), "sentences": str(reading.sentences),
            "score": str(reading.score), "formula": reading.formula,
        }  # fmt: skip
        code = "no_score" if reading.verdict == "unknown" else reading.verdict
        level = {"no_score": Level.UNKNOWN, "hard": Level.NOTE}.get(code, Level.PASS)
        rules = (reading.rule.id,) if reading.rule else ()
        outcomes.append(Outcome(code=code, level=level, facts=facts, rules=rules))
        if review.unexplained:
            first = review.unexplained[0]
            said = facts | {
                "terms": _few(term.term for term in review.unexplained),
                "term": first.term,
                "means": first.means,
            }
            outcomes.append(Outcome(code="terms", level=Level.NOTE, facts=said))
    return outcomes
