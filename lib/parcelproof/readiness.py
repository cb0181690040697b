"""Which dispute reasons this shipment could answer today, and the one thing that is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from parcelproof.checks import run_check
from parcelproof.findings import Finding
from parcelproof.messages import N_, _, sentences
from parcelproof.playbook import Cell, Playbook, Reason
from parcelproof.presence import Facts, Presence, evidence_on_record
from parcelproof.product.description import is_electronics
from parcelproof.shipment import Shipment
from parcelproof.signature_need import SignatureNeed, signature_need
from parcelproof.tracking.events import Status
from parcelproof.tracking.working_days import deadline

__all__ = ["Presence", "ReasonReadiness", "assess", "evidence_on_record"]

State = Literal["against", "ready", "almost", "gaps", "not_applicable"]

AGAINST = N_("Your own record speaks against you. Whoever reads it may agree with the buyer.")
"""More papers do not help then, so what is missing is not the first thing to say."""

_OVER = frozenset({Status.RETURNING, Status.RETURNED, Status.LOST, Status.CANCELLED})
_TROUBLE = frozenset({Status.CUSTOMS_HOLD, Status.EXCEPTION, *_OVER})


@dataclass(frozen=True)
class ReasonReadiness:
    """The answer for one dispute reason. Items are named by their ids.

    Attributes
    ----------
    reason, title : str
    state : {'against', 'ready', 'almost', 'gaps', 'not_applicable'}
        ``against`` means that the record proves the buyer right, however much of it there is.
        ``almost`` means that exactly one required item is missing.
    sentence : str
        The answer for people.
    required_present, required_missing, helpful_present, helpful_missing : tuple of str
    not_yet : tuple of str
        Required items that nobody can have yet, such as the delivery scan of a parcel that is not late.
    first_missing : str
        The one thing to get first, or empty: what can still be had goes first, then what decides most.
    can_still_get : bool
        Whether `first_missing` can still be had.
    against : tuple of Finding
        What speaks against the seller, in the order of the playbook; empty unless the state is ``against``.
    settle : str
        What to do about it before the buyer claims.
    """

    reason: str
    title: str
    state: State
    sentence: str
    required_present: tuple[str, ...] = ()
    required_missing: tuple[str, ...] = ()
    helpful_present: tuple[str, ...] = ()
    helpful_missing: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    first_missing: str = ""
    can_still_get: bool = False
    against: tuple[Finding, ...] = ()
    settle: str = ""


def assess(
    shipment: Shipment, playbook: Playbook, as_of: datetime, findings: Sequence[Finding] | None = None
) -> tuple[ReasonReadiness, ...]:
    """Judge every dispute reason of the playbook.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
    as_of : datetime
        The moment for which is judged, with offset. Younger evidence does not count.
    findings : sequence of Finding, optional
        What `run_checks` said of the same shipment at the same moment. Without it the checks that can speak
        against the seller are run here.

    Returns
    -------
    tuple of ReasonReadiness
        In the order of the playbook.

    Notes
    -----
    A new record never makes a reason less ready, except where it is bad news: a time that shows something
    late (dispatch, promised date), a rejected inspection, a photo used twice, a gift or change without
    agreement, an order total or electronic article that asks for more proof, trouble on the way, and whatever
    a check finds that the playbook names against the seller.
    """
    if findings is None:
        named = dict.fromkeys(one.check for reason in playbook.reasons.values() for one in reason.against)
        findings = [found for name in named for found in run_check(name, shipment, playbook, as_of)]
    case = _Case(shipment, playbook, as_of)
    return tuple(_judge(reason, case, findings) for reason in playbook.reasons.values())


@dataclass(frozen=True)
class _Case:
    shipment: Shipment
    playbook: Playbook
    as_of: datetime

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.shipment)

    @cached_property
    def on_record(self) -> Mapping[str, Presence]:
        return evidence_on_record(self.shipment, self.playbook, self.as_of)

    @cached_property
    def signature(self) -> SignatureNeed:
        return signature_need(self.shipment, self.playbook, self.as_of.date())

    @cached_property
    def changed(self) -> bool:
        """There is a gift, or another article than ordered."""
        return bool(self.shipment.gifts) or any(c.about == "substitution" for c in self.shipment.consents)

    @cached_property
    def left(self) -> bool:
        """The parcel left the seller by the moment that is judged."""
        return self.facts.left and (self.facts.left_at is None or self.facts.left_at <= self.as_of)

    @property
    def over(self) -> bool:
        """The parcel will not reach the buyer any more."""
        return self.shipment.tracking.status in _OVER

    @cached_property
    def late(self) -> bool:
        """The parcel should be delivered and is not; without any date nobody can say that it is in time."""
        if self.on_record["delivery_scan"].present:
            return False
        order = self.shipment.order
        if order and order.promised_by:
            return order.promised_by < self.as_of
        start = self.facts.left_at if self.left else (order and (order.paid_at or order.placed_at))
        rule = self.playbook.rule("stale.without_promise", self.as_of.date())
        return not start or not rule or start + timedelta(days=int(rule.number)) < self.as_of

    @cached_property
    def dispatch_late(self) -> bool:
        """The first scan should be there by now."""
        order = self.shipment.order
        rule = self.playbook.rule("stale.no_acceptance", self.as_of.date())
        if self.left and self.facts.left_at and rule:
            until = deadline(self.facts.left_at, rule.number, rule.unit)
            return until is None or until < self.as_of
        return order.ship_by < self.as_of if order and order.ship_by else self.late

    def required(self, cell: Cell) -> bool:
        """Whether a cell is required for this shipment. What nobody knows counts as required."""
        if cell.required_when == "signature_threshold":
            return self.signature.needed is not False
        if cell.required_when == "electronics":
            return is_electronics(self.shipment)
        return cell.level == "required"

    def not_yet(self, item: str) -> bool:
        """Whether nobody can have this item yet."""
        if self.over:
            return False
        shipping = self.shipment.shipping
        if item == "delivery_scan":
            return not self.late
        if item == "signature":
            ordered = shipping is not None and bool(shipping.signature_required)
            return ordered and not self.late and not self.on_record["delivery_scan"].present
        if item in ("acceptance_scan", "tracking_history"):
            waits = shipping is None or shipping.tracked != "none"
            return waits and not self.facts.carrier_scans and not self.dispatch_late
        if item == "carrier_inquiry":
            tracking = self.shipment.tracking
            return tracking.status not in _TROUBLE and tracking.customs_hold is None and not self.late
        return False

    def can_get(self, item: str) -> bool:
        """Whether this item can still be had."""
        obtain = self.playbook.item(item).obtain
        if obtain == "any_time":
            return True
        if obtain == "carrier":
            return not self.over
        if obtain == "order_day":
            placed = self.shipment.order.placed_at if self.shipment.order else None
            return placed is not None and self.as_of.astimezone(placed.tzinfo).date() <= placed.date()
        return not self.left


def _judge(reason: Reason, case: _Case, findings: Sequence[Finding]) -> ReasonReadiness:
    if reason.applies == "gift_or_change" and not case.changed:
        sentence = _("This parcel has no gift and no change of the article on record.")
        return ReasonReadiness(reason.id, reason.title, "not_applicable", sentence)
    needed: dict[str, bool] = {}
    for cell in case.playbook.evidence.cells_of(reason.id):
        # Without a gift there is nothing to confirm.
        if cell.level != "irrelevant" and (cell.item != "gift_confirmation" or case.changed):
            needed[cell.item] = case.required(cell)
    have = {item for item in needed if case.on_record[item].present}
    missing = [item for item, must in needed.items() if must and item not in have]
    later = tuple(item for item in missing if case.not_yet(item))
    missing = [item for item in missing if item not in later]
    missing.sort(key=lambda item: (not case.can_get(item), _rank(item, reason)))
    first = missing[0] if missing else ""
    state: State = "ready" if not missing else "almost" if len(missing) == 1 else "gaps"
    against = _against(reason, findings)
    return ReasonReadiness(
        reason=reason.id,
        title=reason.title,
        state="against" if against else state,
        sentence=_(AGAINST) if against else _sentence(missing, later, case),
        required_present=tuple(item for item, must in needed.items() if must and item in have),
        required_missing=tuple(missing),
        helpful_present=tuple(item for item, must in needed.items() if not must and item in have),
        helpful_missing=tuple(item for item, must in needed.items() if not must and item not in have),
        not_yet=later,
        first_missing=first,
        can_still_get=bool(first) and case.can_get(first),
        against=against,
        settle=reason.settle if against else "",
    )


def _against(reason: Reason, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what speaks against the seller, each sentence once."""
    said = [found for one in reason.against for found in findings if one.counts(found)]
    return tuple({(found.check_id, found.code, found.why): found for found in said}.values())


def _rank(item: str, reason: Reason) -> int:
    return reason.decides.index(item) if item in reason.decides else len(reason.decides)


def _sentence(missing: list[str], later: tuple[str, ...], case: _Case) -> str:
    def titles(items: tuple[str, ...]) -> str:
        return _(", ").join(case.playbook.item(item).title for item in items)

    if not missing:
        coming = tuple(item for item in later if item != "carrier_inquiry")
        said = _("Ready. Everything required is on record.")
        if coming:
            said = _("Ready so far. Still to come: {items}.", items=titles(coming))
        if coming != later:
            said = sentences(said, _("If something happens on the way, open an inquiry with the carrier."))
        return said
    first = case.playbook.item(missing[0])
    if len(missing) == 1:
        parts = [_("One thing is missing: {item}.", item=first.title)]
    elif case.can_get(first.id):
        parts = [_("{count} things are missing. The first to get: {item}.", count=len(missing), item=first.title)]
    else:
        parts = [_("{count} things are missing. The most important: {item}.", count=len(missing), item=first.title)]
    if note := case.on_record[first.id].note:
        parts.append(note)
    if "signature" in missing:
        parts.append(case.signature.why)
    parts.append(first.how if case.can_get(first.id) else _("It can no longer be made for this parcel."))
    return sentences(*parts)
