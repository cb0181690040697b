"""When the carrier's window for a claim opens and closes, so that a lost or damaged parcel is claimed in time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from parcelproof.checks import CheckContext, check, quoted
from parcelproof.clock import show
from parcelproof.findings import Level, Outcome
from parcelproof.messages import _
from parcelproof.shipment import Shipment
from parcelproof.tracking.claim_rows import Case, fitting_rows, of_carrier
from parcelproof.tracking.claim_starts import Starts, said_start
from parcelproof.tracking.events import Status
from parcelproof.tracking.working_days import deadline

if TYPE_CHECKING:
    from parcelproof.playbook.model import Rule

WARN_BEFORE = "claim.warn_before"
BETWEEN_POSTS = "claim.upu.closes"

POSTAL_NUMBER = re.compile(r"[A-DF-Z][A-Z][0-9]{9}[A-Z]{2}")
"""A number of a postal parcel or letter; EMS (E…) has terms of its own."""
_CERTAINTY = ("confirmed", "second-hand", "inference")


@dataclass(frozen=True)
class ClaimWindow:
    """From when until when a carrier takes a claim.

    Attributes
    ----------
    opens, closes : date or None
        None if no row says it, or if the day from which it counts is not known.
    rules : tuple of Rule
        The rows that decided; empty if none fits.
    confidence : str
        That of the weakest row; empty without rows.
    note : str
        What a person should know, in words.
    """

    opens: date | None
    closes: date | None
    rules: tuple[Rule, ...] = ()
    confidence: str = ""
    note: str = ""


def closing_rules(
    carrier: str, service: str, rules: list[Rule], case: Case = "loss", destination: str = ""
) -> list[Rule]:
    """Choose the rows that say when a claim for a parcel closes.

    Parameters
    ----------
    carrier, service : str
    rules : list of Rule
        All rows of ``claim_windows`` that are in force.
    case : str
    destination : str
        ISO 3166 alpha-2 code, or empty; some rows hold for parcels into one country.

    Returns
    -------
    list of Rule
        Empty if none fits, or if the carrier takes no inquiry for this service.
    """
    fitting = fitting_rows(carrier, service, rules, case, destination)
    if any(rule.columns["kind"] == "none" for rule in fitting):
        return []
    return [rule for rule in fitting if rule.columns["kind"] == "closes"]


def postal_row_may_hold(carrier: str, service: str, rules: Sequence[Rule]) -> bool:
    """Say whether the general row for parcels between posts may stand in: the carrier has no row of its own."""
    return not of_carrier(carrier, service, rules)


def claim_window(
    carrier: str, service: str, accepted_on: date | None, delivered_on: date | None,
    destination: str = "", case: Case = "loss", promised: date | None = None, *,
    last_scan: date | None = None, between_posts: bool = False, rules: Sequence[Rule],
) -> ClaimWindow:  # fmt: skip
    """Return from when until when a parcel can be claimed.

    Parameters
    ----------
    carrier, service : str
    accepted_on, delivered_on, promised, last_scan : date or None
    destination : str
        ISO 3166 alpha-2 code, or empty.
    case : str
    between_posts : bool
        The carrier is a post, and the parcel no EMS: the row for parcels between posts holds if no other does.
    rules : sequence of Rule
        All rows of ``claim_windows`` that are in force.
    """
    fitting = fitting_rows(carrier, service, rules, case, destination)
    refused = next((rule for rule in fitting if rule.columns["kind"] == "none"), None)
    if refused:
        return ClaimWindow(None, None, (refused,), refused.confidence, refused.note)
    own = of_carrier(carrier, service, rules)
    if not own and between_posts:
        fitting = [rule for rule in rules if rule.id == BETWEEN_POSTS]
    carriers = {rule.columns["carrier"] for rule in fitting}
    if not fitting or len(carriers) > 1:
        return ClaimWindow(None, None, note=_no_row(sorted(carriers), bool(own)))
    starts = Starts(_start_of(accepted_on), _start_of(delivered_on), _start_of(promised), _start_of(last_scan))
    closes, closing = _first(fitting, "closes", starts)
    opens, opening = _first(fitting, "opens", starts)
    used = (*opening, *closing)
    return ClaimWindow(
        opens.date() if opens else None,
        closes.date() if closes else None,
        used,
        max((rule.confidence for rule in used), key=_CERTAINTY.index, default=""),
        _note(opens, opening, closes, closing),
    )


def _no_row(carriers: Sequence[str], has_rows: bool) -> str:
    if carriers:
        return _(
            "Not known: the playbook has no row for this carrier and service. It may be {carriers}: name it.",
            carriers=_(" or ").join(carriers),
        )
    if has_rows:
        return _(
            "Not known: the playbook has no row for this carrier and service. It has rows for other services: write "
            "the full name of the service."
        )
    return _("Not known: the playbook has no row for this carrier and service.")


def _start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _first(rules: Sequence[Rule], kind: str, starts: Starts) -> tuple[datetime | None, tuple[Rule, ...]]:
    """Return the moment of a kind with its row: the first close; an opening only if all rows agree."""
    rows = tuple(rule for rule in rules if rule.columns["kind"] == kind)
    found = [(moment, rule) for rule in rows if (moment := _moment(rule, starts)) is not None]
    if not found or (kind == "opens" and len({moment for moment, _ in found}) > 1):
        return None, rows
    moment, rule = min(found, key=lambda pair: (pair[0], pair[1].id))
    return moment, (rule,)


def _note(opens: datetime | None, opening: tuple[Rule, ...], closes: datetime | None, closing: tuple[Rule, ...]) -> str:
    said = []
    if closes is None:
        said.append(_why_open(True, closing))
    if opens is None:
        said.append(_why_open(False, opening))
    said += [rule.note for rule in (*closing, *opening) if rule.note]
    return " ".join(dict.fromkeys(said))


def _why_open(is_last: bool, rules: tuple[Rule, ...]) -> str:
    if not rules:
        return (
            _("The last day is not known: no row gives it.")
            if is_last
            else _("The first day is not known: no row gives it.")
        )
    if len(rules) > 1:
        return (
            _("The last day is not known: the rows that may fit differ. Name the country of the buyer.")
            if is_last
            else _("The first day is not known: the rows that may fit differ. Name the country of the buyer.")
        )
    start = said_start(rules[0].columns["counted_from"])
    return (
        _("The last day is not known: it counts from the {start}, which is not given.", start=start)
        if is_last
        else _("The first day is not known: it counts from the {start}, which is not given.", start=start)
    )


def _moment(rule: Rule, starts: Starts) -> datetime | None:
    start = starts.of(rule.columns["counted_from"])
    try:
        return deadline(start, Decimal(str(rule.value)), rule.unit) if start else None
    except (InvalidOperation, ValueError, OverflowError):
        return None


def claim_closes(
    shipment: Shipment, context: CheckContext, sent: datetime, case: Case = "loss"
) -> tuple[datetime, Rule] | None:
    """Return the earliest close among the rows that fit the parcel, with its row; None if no row fits."""
    shipping, order, delivered = shipment.shipping, shipment.order, shipment.tracking.delivered
    rows = list(context.playbook.rules_for("claim_windows", on=context.today))
    country = (order.destination or "") if order else ""
    names = (shipping.carrier, shipping.service) if shipping else ("", "")
    found = closing_rules(*names, rows, case, country) if shipping else []
    if not found and POSTAL_NUMBER.fullmatch(shipment.tracking_number) and postal_row_may_hold(*names, rows):
        post = context.rule(BETWEEN_POSTS)
        found = [post] if post else []
    starts = Starts(
        sent,
        delivered.time if delivered else None,
        order.promised_by if order else None,
        shipment.tracking.last_scan_at,
    )
    closes = [(moment, rule) for rule in found if (moment := _moment(rule, starts)) is not None]
    return min(closes, key=lambda pair: (pair[0], pair[1].id)) if closes else None


@check("tracking.monitoring.claim_window", "open", "closing", "closed", "claimed", "arrived", "no_rule", "not_sent_yet")
def monitored_window(shipment: Shipment, context: CheckContext) -> list[Outcome]:
    """Check that there is still time to claim a missing parcel at the carrier."""
    sent = context.sent_at(shipment)
    if sent is None:
        return [Outcome(code="not_sent_yet", level=Level.NOTE)]
    if shipment.tracking.status in (Status.DELIVERED, Status.RETURNED):
        return [Outcome(code="arrived", level=Level.NOTE)]
    carrier = quoted(shipment.shipping.carrier) if shipment.shipping else ""
    facts = {"carrier": carrier or _("the carrier")}
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
