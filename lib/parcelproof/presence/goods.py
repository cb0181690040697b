"""Evidence that the seller makes before dispatch: photos, weights, inspection, page, form, papers."""

from __future__ import annotations

from parcelproof.ledger.records import Inspection, Listing, UnitInspection
from parcelproof.messages import _
from parcelproof.playbook import Playbook
from parcelproof.presence.facts import Facts, Presence
from parcelproof.product.units import units_in_parcel

BEFORE = ("item_front", "item_back", "serial", "function_test", "all_parts", "before_packing")
AFTER = ("cushioning", "after_packing")


def photos_before_packing(facts: Facts, playbook: Playbook) -> Presence:
    """Photos of the article before it was packed."""
    photos, note = facts.photos(*BEFORE)
    return facts.found("photos_before_packing", photos, note)


def photos_after_packing(facts: Facts, playbook: Playbook) -> Presence:
    """Photos of the cushion and the closed parcel."""
    photos, note = facts.photos(*AFTER)
    return facts.found("photos_after_packing", photos, note)


def gross_weight(facts: Facts, playbook: Playbook) -> Presence:
    """The weight of the closed parcel: the seller's own, else the one the carrier measured."""
    weights = facts.shipment.weights
    named = [name for name in ("packed", "billed", "scanned") if name in weights]
    times = [when for name in named if (when := facts.shipment.weight_times.get(name))]
    on_scale = facts.photos("on_scale")[0]
    note = ""
    if named and "packed" not in named:
        note = _("Only the carrier weighed the parcel; your own weight is not on record.")
    elif named and not on_scale:
        note = _("There is no photo of the parcel on the scale.")
    slots = dict.fromkeys(slot for name in named for slot in facts.slots("weights", name))
    records = (*slots, *(photo.slot for photo in on_scale if named))
    return Presence("gross_weight", bool(named), min(times, default=None), records, note)


def net_weight(facts: Facts, playbook: Playbook) -> Presence:
    """The weight of the goods without packing."""
    known = "net" in facts.shipment.weights
    since = facts.shipment.weight_times.get("net") if known else None
    return Presence("net_weight", known, since, facts.slots("weights", "net") if known else ())


def inspection_record(facts: Facts, playbook: Playbook) -> Presence:
    """An inspection before dispatch that looked at a unit and let it pass."""
    records = [i for i in facts.shipment.inspections if i.units_checked > 0 and i.verdict != "rejected"]
    # A unit that failed a step, or was set aside, is no proof that the goods were good.
    units = [
        unit
        for unit in units_in_parcel(facts.shipment)
        if unit.verdict != "set_aside" and all(test.result != "failed" for test in unit.tests)
    ]
    looked: list[Inspection | UnitInspection] = [*records, *units]
    good = [i for i in looked if facts.before_dispatch(facts.time_of(i))]
    note = ""
    if looked and not good:
        note = _("It is not on record that the inspection was before dispatch.")
    elif facts.shipment.inspections and not looked:
        note = _("The inspection looked at no unit, or it rejected the goods.")
    return facts.found("inspection_record", good, note)


def listing_snapshot(facts: Facts, playbook: Playbook) -> Presence:
    """The product page, kept on the day of the order at the latest."""
    order = facts.shipment.order
    ordered = order.placed_at if order else None
    kept: list[Listing] = []
    for listing in facts.shipment.listings:
        when = facts.time_of(listing)
        # The day is the one of the order's own time zone.
        if when and ordered and when.astimezone(ordered.tzinfo).date() <= ordered.date():
            kept.append(listing)
    note = ""
    if facts.shipment.listings and not kept:
        note = (
            _("The page was kept after the day of the order, so it is weak.")
            if ordered
            else _("The day of the order is not on record, so nobody can say which page the buyer saw.")
        )
    return facts.found("listing_snapshot", kept, note)


def declaration_record(facts: Facts, playbook: Playbook) -> Presence:
    """The customs form with at least one line."""
    form = facts.shipment.declaration
    return facts.found("declaration_record", [form] if form and form.lines else [])


def purchase_invoice_authenticity(facts: Facts, playbook: Playbook) -> Presence:
    """A paper, kept as a file, that shows where the goods come from."""
    papers = facts.shipment.supplier_proofs
    kept = [paper for paper in papers if paper.sha256]
    note = ""
    if papers and not kept:
        note = _("The paper is named, but its file is not on record.")
    elif kept and all(paper.document == "receipt" for paper in kept):
        note = _("A receipt is weak; an invoice or an authorisation is stronger.")
    return facts.found("purchase_invoice_authenticity", kept, note)


def serial_number(facts: Facts, playbook: Playbook) -> Presence:
    """The serial number, written down or in a photo."""
    items = [item for item in facts.shipment.items if item.serials]
    inspected = [inspection for inspection in facts.shipment.inspections if inspection.serials]
    units = [unit for unit in units_in_parcel(facts.shipment) if unit.serial.strip()]
    photos = facts.photos("serial")[0]
    note = "" if photos or not (items or inspected or units) else _("There is no photo of the serial number.")
    return facts.found("serial_number", [*items, *inspected, *units, *photos], note)
