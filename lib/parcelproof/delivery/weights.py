"""The chain of weights: net, packed, declared, scanned, billed, and how far each may be from the last.

No carrier publishes tolerances. The bands are rows of ``playbook/rules/weight_bands.csv``, marked as
inference, so that a shop can set its own and no band alone makes a failure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Literal

from parcelproof.checks import CheckContext, check
from parcelproof.delivery.border import needs_no_form
from parcelproof.fact_words import said
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment

Verdict = Literal["ok", "differs", "far"]
_LEVELS = {"ok": Level.PASS, "differs": Level.WARN, "far": Level.FAIL}

LB_IN_KG = Decimal("0.45359237")

_EXPRESS = frozenset({"express", "dhl", "fedex", "ups", "tnt"})


@dataclass(frozen=True)
class Band:
    """How far a weight may be from its reference.

    Attributes
    ----------
    ok_grams, warn_grams : Decimal
        Smallest allowance, whatever the reference weighs.
    ok_percent, warn_percent : Decimal
        Allowance in percent of the reference. The larger of the two counts.
    rules : tuple of str
        Ids of the rule rows.
    """

    ok_grams: Decimal
    ok_percent: Decimal
    warn_grams: Decimal
    warn_percent: Decimal
    rules: tuple[str, ...] = ()

    def judge(self, grams: Decimal, reference: Decimal) -> Verdict:
        """Judge a weight against its reference, both in grams; an edge belongs to the better side."""
        gap = abs(grams - reference)
        if gap <= max(self.ok_grams, reference * self.ok_percent / 100):
            return "ok"
        if gap <= max(self.ok_grams, self.warn_grams, reference * self.warn_percent / 100):
            return "differs"
        return "far"


def unit_mixup(grams: Decimal, reference: Decimal, percent: Decimal) -> str:
    """Name a mix-up of pounds and kilograms, if the ratio of the two weights shows one within a percentage.

    Returns
    -------
    str
        ``pounds_read_as_kilograms``, ``kilograms_read_as_pounds`` or an empty string.
    """
    if not reference or not grams:
        return ""
    ratio = grams / reference
    for factor, name in (
        (1 / LB_IN_KG, "pounds_read_as_kilograms"),
        (LB_IN_KG, "kilograms_read_as_pounds"),
    ):
        if abs(ratio - factor) <= factor * percent / 100:
            return name
    return ""


def shown(grams: Decimal) -> str:
    """Write grams for people, without needless digits."""
    return f"{grams.quantize(Decimal('0.1'), ROUND_HALF_UP).normalize():f} g"


def weight_in_grams(shipment: Shipment, name: str) -> Decimal | None:
    """Return a named weight in grams; the declared one may also come from the customs form."""
    weight = shipment.weights.get(name)
    if weight is None and name == "declared" and shipment.declaration:
        weight = shipment.declaration.total_weight
    return weight.grams if weight is not None else None


def _band(context: CheckContext, comparison: str) -> Band | None:
    good, doubtful = f"weight.{comparison}.ok", f"weight.{comparison}.warn"
    ok_percent, warn_percent = context.number(good), context.number(doubtful)
    if ok_percent is None or warn_percent is None:
        return None
    return Band(
        ok_grams=context.column_number(good, "at_least_g"),
        ok_percent=ok_percent,
        warn_grams=context.column_number(doubtful, "at_least_g"),
        warn_percent=warn_percent,
        rules=(good, doubtful),
    )


def _compare(
    context: CheckContext, comparison: str, grams: Decimal, reference: Decimal, facts: dict[str, str]
) -> Iterator[Outcome]:
    band = _band(context, comparison)
    if band is None:
        yield Outcome(code="no_rule", level=Level.UNKNOWN, facts=facts)
        return
    verdict = band.judge(grams, reference)
    tolerance = context.number("weight.unit_mix_up.tolerance")
    if verdict != "ok" and tolerance is not None and (mixup := unit_mixup(grams, reference, tolerance)):
        facts = facts | {"mixup": said(mixup)}
        yield Outcome(
            code="unit_mixup",
            level=Level.WARN,
            facts=facts,
            rules=("weight.unit_mix_up", "weight.unit_mix_up.tolerance"),
        )
        return
    yield Outcome(code=verdict, level=_LEVELS[verdict], facts=facts, rules=band.rules)


@check("delivery.delivery_receipt.weights_on_record", "done", "no_net", "missing", "missing_sent")
def weights_on_record(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the packed weight and the net weight are on record."""
    packed, net = weight_in_grams(shipment, "packed"), weight_in_grams(shipment, "net")
    if packed is None:
        return [Outcome(code="missing_sent" if context.sent_at(shipment) else "missing", level=Level.WARN)]
    if net is None:
        return [Outcome(code="no_net", level=Level.WARN, facts={"packed": shown(packed)})]
    return [Outcome(code="done", level=Level.PASS, facts={"packed": shown(packed), "net": shown(net)})]


@check(
    "delivery.delivery_receipt.packed_weight",
    "ok", "differs", "far", "unit_mixup", "below_net", "no_tare", "no_rule",
)  # fmt: skip
def packed_weight(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the packed weight is the sum of goods and packaging."""
    packed, net = weight_in_grams(shipment, "packed"), weight_in_grams(shipment, "net")
    if packed is None or net is None:
        return []  # weights_on_record says so
    tare = weight_in_grams(shipment, "tare")
    facts = {"packed": shown(packed), "net": shown(net), "tare": shown(tare) if tare is not None else _("not known")}
    if packed < net:
        return [Outcome(code="below_net", level=Level.FAIL, facts=facts, rules=("weight.packed_below_net",))]
    if tare is None:
        return [Outcome(code="no_tare", level=Level.UNKNOWN, facts=facts)]
    facts["expected"] = shown(net + tare)
    return list(_compare(context, "packed_vs_parts", packed, net + tare, facts))


@check(
    "delivery.delivery_receipt.declared_weight",
    "ok", "differs", "far", "unit_mixup", "not_declared", "no_form", "no_rule",
)  # fmt: skip
def declared_weight(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the weight on the customs form is the packed weight."""
    packed, declared = weight_in_grams(shipment, "packed"), weight_in_grams(shipment, "declared")
    if packed is None:
        return []  # weights_on_record says so
    if declared is None and needs_no_form(shipment):
        return [Outcome(code="no_form", level=Level.NOTE)]
    if declared is None:
        return [Outcome(code="not_declared", level=Level.UNKNOWN, facts={"packed": shown(packed)})]
    facts = {"packed": shown(packed), "declared": shown(declared)}
    return list(_compare(context, "declared_vs_packed", declared, packed, facts))


@check(
    "delivery.delivery_receipt.scanned_weight",
    "ok", "differs", "far", "unit_mixup", "empty_parcel", "no_scan", "not_sent_yet", "no_rule",
)  # fmt: skip
def scanned_weight(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the carrier weighed what the seller weighed."""
    packed, scanned = weight_in_grams(shipment, "packed"), weight_in_grams(shipment, "scanned")
    if scanned is None:
        if context.sent_at(shipment) is None:
            return [Outcome(code="not_sent_yet", level=Level.NOTE)]
        return [Outcome(code="no_scan", level=Level.UNKNOWN)]
    net = weight_in_grams(shipment, "net")
    facts = {
        "scanned": shown(scanned),
        "packed": shown(packed) if packed is not None else _("not known"),
        "net": shown(net) if net is not None else _("not known"),
    }
    share = context.number("weight.scanned_vs_net.empty")
    if net is not None and share is not None and scanned < net * share and not _mixed_up(scanned, packed, context):
        return [Outcome(code="empty_parcel", level=Level.FAIL, facts=facts, rules=("weight.scanned_vs_net.empty",))]
    if packed is None:
        return []  # weights_on_record says so
    return list(_compare(context, "scanned_vs_packed", scanned, packed, facts))


def _mixed_up(grams: Decimal, reference: Decimal | None, context: CheckContext) -> bool:
    tolerance = context.number("weight.unit_mix_up.tolerance")
    return reference is not None and tolerance is not None and bool(unit_mixup(grams, reference, tolerance))


@check("delivery.delivery_receipt.billed_weight", "ok", "one_step", "far", "lower", "no_step", "no_bill", "no_scan")
def billed_weight(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that the carrier billed the weight that it scanned.

    Size is not on record here, so a parcel billed by volume shows as ``far`` and the words say so.
    """
    billed, scanned = weight_in_grams(shipment, "billed"), weight_in_grams(shipment, "scanned")
    if billed is None:
        return [Outcome(code="no_bill", level=Level.NOTE)]
    if scanned is None:
        return [Outcome(code="no_scan", level=Level.UNKNOWN, facts={"billed": shown(billed)})]
    facts = {"billed": shown(billed), "scanned": shown(scanned)}
    step = context.number("weight.step.express" if is_express(shipment) else "weight.step.postal")
    if step is None or step <= 0:
        return [Outcome(code="no_step", level=Level.UNKNOWN, facts=facts)]
    rules = ("weight.billed_vs_expected.ok", "weight.billed_vs_expected.warn")
    rounded = (scanned / step).to_integral_value(ROUND_CEILING) * step
    if billed < scanned:
        return [Outcome(code="lower", level=Level.NOTE, facts=facts, rules=rules)]
    if billed <= rounded:
        return [Outcome(code="ok", level=Level.PASS, facts=facts, rules=rules)]
    if billed <= rounded + step:
        return [Outcome(code="one_step", level=Level.WARN, facts=facts, rules=rules)]
    return [Outcome(code="far", level=Level.FAIL, facts=facts, rules=rules)]


def is_express(shipment: Shipment) -> bool:
    """Tell whether carrier or service is an express one: these take no postal forms and round weights further."""
    text = f"{shipment.shipping.carrier} {shipment.shipping.service}" if shipment.shipping else ""
    return not _EXPRESS.isdisjoint(re.findall(r"[a-z]+", text.lower()))
