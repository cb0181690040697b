"""When the carrier's window for a claim closes, so that a lost or damaged parcel is claimed in time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.tracking.working_days import deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

WARN_BEFORE = "claim.warn_before"
BETWEEN_POSTS = "claim.upu.closes"

_S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
Case = Literal["loss", "damage"]

_ELSEWHERE = frozenset({"domestic", "delay", "guaranteed", "uk", "us", "never", "file"})
"""Words of a product that tell another case than a parcel that was lost or damaged abroad."""

_OTHER_CASE: dict[Case, frozenset[str]] = {"loss": frozenset({"damage"}), "damage": frozenset({"loss", "not"})}
"""Words of rows that hold for the other case only, such as "not delivered"."""

_NOISE = frozenset({"mail", "air", "international", "parcels", "parcel", "post"})


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def closing_rules(
    carrier: str, service: str, rules: list[Rule], case: Case = "loss", destination: str = ""
) -> list[Rule]:
    """Choose the rows that say when a claim for a parcel sent abroad closes.

    A row that names the service goes before a row for the whole carrier, and for a damaged parcel a row about
    damage goes before both. Rows for the other case, for delay or for a home country are left out, unless the
    service itself says so.

    Parameters
    ----------
    carrier, service : str
    rules : list of Rule
        Rows of ``claim_windows`` of the kind ``closes``.
    case : {'loss', 'damage'}
    destination : str
        ISO 3166 alpha-2 code, or empty; some rows hold for parcels into one country.
    """
    named, asked = _words(carrier), _words(service)
    fitting = [rule for rule in rules if (words := _words(rule.columns["carrier"])) and words <= named]
    # "DHL" alone may be Express or eCommerce: a row then fits if its first word does.
    fitting = fitting or [rule for rule in rules if named and named <= _words(rule.columns["carrier"])]
    about: list[Rule] = []
    exact: list[Rule] = []
    general: list[Rule] = []
    for rule in fitting:
        for product in rule.columns["product"].split(";"):
            words = _words(product)
            if words & _shut_out(words, case, destination) - asked:
                continue
            if case == "damage" and "damage" in words:
                about.append(rule)
            else:
                (exact if words - _NOISE and words - _NOISE <= asked else general).append(rule)
    return about or exact or general


def _shut_out(words: frozenset[str], case: Case, destination: str) -> frozenset[str]:
    """Return the words that make a product row unfit."""
    shut = _ELSEWHERE | _OTHER_CASE[case]
    if case == "damage" and "damage" in words:
        shut -= {"delay"}  # one row for damage, delay and shortage
    if "into" in words and destination:
        shut -= {destination.lower()}  # a parcel into that country
    return shut


def _start(rule: Rule, shipment: Shipment, sent: datetime) -> datetime | None:
    counted_from = rule.columns["counted_from"]
    delivered = shipment.tracking.delivered
    if "delivery" in counted_from and delivered and delivered.time:
        return delivered.time
    if "due date" in counted_from:
        return shipment.order.promised_by if shipment.order else None
    if counted_from == "last scan":
        return shipment.tracking.last_scan_at
    if counted_from == "day after mailing":
        return sent + timedelta(days=1)
    if counted_from in ("mailing", "acceptance", "first scan"):
        return sent
    return None


def claim_closes(
    shipment: Shipment, context: CheckContext, sent: datetime, case: Case = "loss"
) -> tuple[datetime, Rule] | None:
    """Return the earliest close among the rows that fit the parcel, with its row; None if no row fits."""
    shipping = shipment.shipping
    rows = context.playbook.rules_for("claim_windows", kind="closes", on=context.today)
    country = (shipment.order.destination or "") if shipment.order else ""
    found = closing_rules(shipping.carrier, shipping.service, list(rows), case, country) if shipping else []
    if not found and _S10.fullmatch(shipment.tracking_number):
        post = context.rule(BETWEEN_POSTS)
        found = [post] if post else []
    closes = []
    for rule in found:
        start = _start(rule, shipment, sent)
        try:
            moment = deadline(start, Decimal(str(rule.value)), rule.unit) if start else None
        except InvalidOperation:
            moment = None
        if moment is not None:
            closes.append((moment, rule))
    return min(closes, key=lambda pair: (pair[0], pair[1].id)) if closes else None


@check("tracking.monitoring.claim_window", "open", "closing", "closed", "claimed", "arrived", "no_rule", "not_sent_yet")
def claim_window(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is still time to claim a missing parcel at the carrier."""
    sent = context.sent_at(shipment)
    if sent is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    if shipment.tracking.status in (Status.DELIVERED, Status.RETURNED):
        return [Outcome(code="arrived", level=Level.NOTE)]
    carrier = quoted(shipment.shipping.carrier) if shipment.shipping else ""
    facts = {"carrier": carrier or "the carrier"}
    found = claim_closes(shipment, context, sent)
    if found is None:
        return [Outcome(code="no_rule", level=Level.UNKNOWN, facts=facts)]
    closes, rule = found
    facts |= {"closes": show(closes), "product": quoted(rule.columns["product"])}
    before = context.number(WARN_BEFORE) or Decimal(0)
    if shipment.inquiries:
        code, level = "claimed", Level.PASS
    elif context.as_of > closes:
        code, level = "closed", Level.WARN
    elif context.as_of > closes - timedelta(days=int(before)):
        code, level = "closing", Level.WARN
    else:
        code, level = "open", Level.PASS
    return [Outcome(code=code, level=level, facts=facts, rules=(rule.id,))]
