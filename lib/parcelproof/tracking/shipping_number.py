"""Measure 7: the tracking number on record is one that the carrier on record issues, and has no typing mistake."""

from __future__ import annotations

from collections.abc import Sequence

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.tracking.numbers.carriers import is_on_file, issues
from parcelproof.tracking.numbers.formats import book_of
from parcelproof.tracking.numbers.recognise import Candidate, every_candidate


@check(
    "tracking.shipping_choice.number",
    "right", "fits", "wrong_check_digit", "other_carrier", "not_on_file", "no_number",
)  # fmt: skip
def number(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check the look and the check digit of the tracking number."""
    shipping = shipment.shipping
    if shipping is None or not shipping.tracking_number.strip():
        return [Outcome(code="no_number", level=Level.NOTE)]
    book = book_of(context.playbook)
    everyone = every_candidate(shipping.tracking_number, book)
    facts = {"number": quoted(shipping.tracking_number), "carrier": quoted(shipping.carrier) or _("this carrier")}
    named = shipping.carrier if is_on_file(shipping.carrier, book) else ""
    mine = [one for one in everyone if not named or issues(named, one)]
    if mine:
        return [_judged(mine, facts)]
    likely = [one for one in everyone if one.certainty != "wrong_check_digit"]
    if likely:
        return [Outcome(code="other_carrier", level=Level.NOTE, facts=facts | {"looks_like": _names(likely)})]
    # A look that hardly anyone else has stays a typing mistake, whoever carries the parcel.
    mistaken = [one for one in everyone if one.distinctive]
    if mistaken:
        return [_judged(mistaken, facts)]
    return [Outcome(code="not_on_file", level=Level.NOTE, facts=facts)]


def _judged(candidates: Sequence[Candidate], facts: dict[str, str]) -> Outcome:
    kinds = {one.certainty: one for one in reversed(candidates)}
    if "check_digit" in kinds:
        one = kinds["check_digit"]
        return Outcome(code="right", level=Level.PASS, facts=facts | {"format": one.format}, rules=(one.rule,))
    if "pattern" in kinds:
        one = kinds["pattern"]
        return Outcome(code="fits", level=Level.PASS, facts=facts | {"format": one.format}, rules=(one.rule,))
    one = kinds["wrong_check_digit"]
    told = {"place": str(one.place), "found": one.found, "expected": one.expected, "format": one.format}
    return Outcome(code="wrong_check_digit", level=Level.WARN, facts=facts | told, rules=(one.rule,))


def _names(candidates: Sequence[Candidate]) -> str:
    names = list(dict.fromkeys(one.carrier for one in candidates))
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
