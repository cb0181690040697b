"""The way of the parcel: the picture, and every scan beside its raw wording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from parcelproof.messages import N_, Wording, _
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Mark, Paragraph, Silence, Table, Timeline
from parcelproof.report.document import Section
from parcelproof.report.places import place_of_scan
from parcelproof.report.words import STATUS, STATUS_TONE, days, nothing, when
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Event, Status, Tracking
from parcelproof.tracking.wording.reread import TAUGHT_MARK

SILENT = timedelta(days=5)
"""A stretch without a scan that the picture points out."""

PHASE: dict[Status, str] = {
    Status.INFO_RECEIVED: "label",
    Status.ACCEPTED: "way",
    Status.IN_TRANSIT: "way",
    Status.CUSTOMS: "customs",
    Status.CUSTOMS_HOLD: "hold",
    Status.OUT_FOR_DELIVERY: "door",
    Status.FAILED_ATTEMPT: "tried",
    Status.AVAILABLE_FOR_PICKUP: "pickup",
    Status.DELIVERED: "delivered",
    Status.EXCEPTION: "trouble",
    Status.RETURNING: "back",
    Status.RETURNED: "back",
    Status.LOST: "trouble",
    Status.CANCELLED: "other",
    Status.EXPIRED: "trouble",
    Status.UNKNOWN: "other",
}

SHORT: Mapping[Status, str] = Wording(
    {
        Status.INFO_RECEIVED: N_("Label made"),
        Status.ACCEPTED: N_("Accepted"),
        Status.IN_TRANSIT: N_("On the way"),
        Status.CUSTOMS: N_("Customs"),
        Status.CUSTOMS_HOLD: N_("Customs hold"),
        Status.OUT_FOR_DELIVERY: N_("Out for delivery"),
        Status.FAILED_ATTEMPT: N_("Delivery tried"),
        Status.AVAILABLE_FOR_PICKUP: N_("Ready for pickup"),
        Status.DELIVERED: N_("Delivered"),
        Status.EXCEPTION: N_("Problem"),
        Status.RETURNING: N_("Going back"),
        Status.RETURNED: N_("Back at sender"),
        Status.LOST: N_("Lost"),
        Status.CANCELLED: N_("Cancelled"),
        Status.EXPIRED: N_("Scans ended"),
        Status.UNKNOWN: N_("Scan"),
    }
)

NEUTRAL = frozenset({Status.EXCEPTION, Status.LOST, Status.EXPIRED, Status.UNKNOWN})
"""In a packet such a scan is just a scan: the carrier's own words stand beside it."""

FINAL = frozenset({Status.DELIVERED, Status.RETURNED, Status.CANCELLED, Status.LOST})


def _marks(tracking: Tracking, *, internal: bool) -> tuple[Mark, ...]:
    """Return the dated scans, oldest first; a change of phase is important."""
    dated = sorted((e.time, i, e) for i, e in enumerate(tracking.events) if e.time and not e.set_by_user)
    marks: list[Mark] = []
    before: Status | None = None
    for index, (time, _place, event) in enumerate(dated):
        key = event.status if internal or event.status not in NEUTRAL else Status.UNKNOWN
        same = key is before or (before is Status.ACCEPTED and key is Status.IN_TRANSIT)
        important = (not same and key is not Status.UNKNOWN) or index in (0, len(dated) - 1)
        marks.append(Mark(time=time, phase=PHASE[key], label=SHORT[key], important=important))
        before = key
    return tuple(marks)


def timeline(shipment: Shipment, as_of: datetime, *, internal: bool) -> Timeline | None:
    """Return the timeline, or None if no scan has a time.

    The packet's picture (``internal=False``) shows scans only: no silence, and the promised window only
    where delivery came within it.
    """
    tracking, order = shipment.tracking, shipment.order
    marks = tuple(m for m in _marks(tracking, internal=internal) if m.time <= as_of)
    if not marks:
        return None
    moving = tracking.status not in FINAL
    stops = [m.time for m in marks] + ([as_of] if moving else [])
    silences = tuple(
        Silence(start=a, end=b, label=_("{days} without a scan", days=days(b - a)))
        for a, b in pairwise(stops)
        if b - a >= SILENT
    )
    by = order.promised_by if order else None
    in_time = bool(by and tracking.delivered and tracking.delivered.time and tracking.delivered.time <= by)
    show_promise = internal or in_time
    return Timeline(
        marks=marks,
        silences=silences if internal else (),
        promised_from=order.promised_from if order and show_promise else None,
        promised_by=by if show_promise else None,
        until=as_of if internal and moving else None,
        alt=_alt(marks, silences if internal else ()),
    )


def _alt(marks: tuple[Mark, ...], silences: tuple[Silence, ...]) -> str:
    said = [f"{m.label} {m.time:%Y-%m-%d}" for m in marks if m.important]
    said += [s.label for s in silences]
    return _("Way of the parcel: {steps}.", steps=", ".join(said))


def _not_the_carrier(event: Event, tracking: Tracking) -> str:
    """Say who gave a scan its meaning, if it was not the carrier's code or the rules of the playbook."""
    if event.set_by_user:
        return _("set by the seller, no carrier scan")
    return _(TAUGHT_MARK) if event in tracking.taught else ""


def _time_cell(event: Event, *, internal: bool) -> Cell:
    if event.time is None:
        return Cell(text=event.time_raw or (_("No time") if internal else ""))
    return Cell(text=when(event.time), small=_("time zone assumed") if event.time_zone_assumed and internal else "")


def scans_table(tracking: Tracking, *, internal: bool) -> Table:
    """Return every scan: when, what it means, what the carrier wrote, where.

    The packet leaves out statuses that the seller set, which prove nothing.
    """
    rows = []
    for event in tracking.events:
        if event.set_by_user and not internal:
            continue
        code = " / ".join(c for c in (event.code, event.detail_code) if c)
        meaning = STATUS[event.status]
        if not internal:
            meaning = SHORT[Status.UNKNOWN if event.status in NEUTRAL else event.status]
        rows.append(
            (
                _time_cell(event, internal=internal),
                Cell(
                    text=meaning,
                    small=_not_the_carrier(event, tracking),
                    tone=STATUS_TONE.get(event.status, "plain") if internal else "plain",
                ),
                Cell(text=event.text, small=code),
                Cell(text=place_of_scan(event)),
            )
        )
    columns = (
        Column(title=_("Time"), width=3, tight=True),
        Column(title=_("Meaning"), width=3),
        Column(title=_("The carrier's own words and code"), width=5),
        Column(title=_("Place"), width=3),
    )
    return Table(caption=_("Scans, oldest first"), columns=columns, rows=tuple(rows))


def proof_facts(shipment: Shipment, *, internal: bool) -> tuple[Fact, ...]:
    """Return the scans that a dispute desk asks for. The packet names only those on record."""
    tracking = shipment.tracking
    pairs = [
        (_("Accepted by the carrier"), _scan(tracking.accepted)),
        (_("First delivery attempt"), _scan(tracking.first_attempt)),
        (_("Delivered"), _scan(tracking.delivered)),
        (_("Signed by"), tracking.signed_by),
    ]
    if internal:
        pairs.append((_("Last scan"), when(tracking.last_scan_at)))
        if tracking.customs_hold:
            ended = _("still open") if tracking.customs_hold_open else _("released later")
            pairs.append((_("Held by customs"), f"{_scan(tracking.customs_hold)} · {ended}"))
        if tracking.user_status:
            pairs.append((_("Status set by the seller"), _("{status} (no carrier proof)", status=tracking.user_status)))
    asked = (_("Accepted by the carrier"), _("Delivered"))
    return tuple(
        Fact(label=label, value=value or nothing(), tone="plain" if value else "unknown")
        for label, value in pairs
        if value or (internal and label in asked)
    )


def _scan(event: Event | None) -> str:
    if event is None:
        return ""
    place = place_of_scan(event)
    return " · ".join(p for p in (when(event.time, event.time_raw), place) if p)


def way_section(shipment: Shipment, as_of: datetime, *, internal: bool) -> Section | None:
    """Return the tracking section; None where a packet would have nothing to show."""
    blocks: list[Block] = []
    facts = proof_facts(shipment, internal=internal)
    if facts:
        blocks.append(KeyValues(rows=facts))
    picture = timeline(shipment, as_of, internal=internal)
    if picture:
        blocks.append(picture)
    table = scans_table(shipment.tracking, internal=internal)
    if table.rows:
        blocks.append(table)
    elif internal:
        blocks = [Paragraph(text=_("No scan is on record. Import the tracking file of this parcel."), tone="bad")]
    if not blocks:
        return None
    if internal:
        return Section(id="way", title=_("The way of the parcel"), blocks=tuple(blocks))
    number = shipment.tracking_number
    if number:
        carrier = shipment.shipping.carrier if shipment.shipping else ""
        head = [Fact(label=_("Tracking number"), value=number, mono=True)]
        head += [Fact(label=_("Carrier"), value=carrier)] if carrier else []
        blocks.insert(0, KeyValues(rows=tuple(head)))
    return Section(id="packet-way", title=_("Tracking"), blocks=tuple(blocks), audience="packet")
