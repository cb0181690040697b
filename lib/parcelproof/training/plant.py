"""How each fault of the catalogue changes the record of a sound parcel; the words and the truth about it are data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from parcelproof.sample.stories import Scan
from parcelproof.training.dossier import Dossier, Entry, Shot
from parcelproof.training.world import load_world

Plant = Callable[[Dossier], None]
PLANTS: dict[str, Plant] = {}
"""What each fault does, by its id in ``faults.yaml``."""


def plant(function: Plant) -> Plant:
    """Put a function into the catalogue under its own name."""
    PLANTS[function.__name__] = function
    return function


def _grams(entry: Entry, name: str) -> Decimal:
    return Decimal(str(entry[name]).split()[0])


def _scans(dossier: Dossier, *scans: Scan, until: str) -> None:
    """Let the way of the parcel go on differently after the scan of this word."""
    kept = []
    for scan in dossier.story.scans:
        kept.append(scan)
        if scan.word == until:
            break
    dossier.retell(scans=(*kept, *scans))


def _here(dossier: Dossier) -> tuple[str, str]:
    return dossier.story.buyer.city, dossier.story.buyer.country


def _message(dossier: Dossier, at: datetime, direction: str, topic: str, text: str) -> None:
    channel = next(dossier.of("message"), {}).get("channel", "e-mail")
    dossier.add("message", at, direction=direction, channel=channel, language="en", topic=topic, text=text)


# -- measure 1: quality control --------------------------------------------------------------


@plant
def no_quality_control(dossier: Dossier) -> None:
    """Nobody wrote down a look at the goods."""
    dossier.drop("inspection", stage="quality_control")


@plant
def rejected_goods_sent(dossier: Dossier) -> None:
    """Quality control refused the lot, and it was sent all the same."""
    for entry in dossier.of("inspection", stage="quality_control"):
        entry |= {"verdict": "rejected", "major": 1}


@plant
def quality_control_after_dispatch(dossier: Dossier) -> None:
    """The look at the goods is dated after they left."""
    for entry in dossier.of("inspection", stage="quality_control"):
        entry["claimed_at"] = (dossier.sent_at + timedelta(hours=20)).isoformat()


# -- measure 2: packaging ---------------------------------------------------------------------


@plant
def no_photo_of_cushion(dossier: Dossier) -> None:
    """Only the closed parcel was photographed."""
    dossier.without_photos("cushioning")


@plant
def goods_move_in_box(dossier: Dossier) -> None:
    """The seller answers that the goods move when the parcel is shaken."""
    for entry in dossier.of("answer", question="delivery.packaging.does_not_move"):
        entry["answer"] = "no"


@plant
def no_packing_photos(dossier: Dossier) -> None:
    """Neither cushion nor closed parcel were photographed."""
    dossier.without_photos("cushioning", "after_packing")


# -- measure 3: hand-over ---------------------------------------------------------------------


@plant
def no_photos_before_packing(dossier: Dossier) -> None:
    """The article itself was not photographed."""
    dossier.without_photos("item_front", "serial", "function_test")


@plant
def no_scale_photo(dossier: Dossier) -> None:
    """The weight is written down, but no photo shows the display."""
    dossier.without_photos("on_scale")


@plant
def no_weights(dossier: Dossier) -> None:
    """The seller weighed nothing; only the carrier did."""
    for entry in list(dossier.of("weights")):
        if "packed" in entry:
            dossier.entries.remove(entry)


@plant
def no_net_weight(dossier: Dossier) -> None:
    """Only the closed parcel was weighed."""
    for entry in dossier.of("weights"):
        entry.pop("net", None)
        entry.pop("tare", None)


@plant
def carrier_weighed_less(dossier: Dossier) -> None:
    """The carrier's scale shows 120 g less than the seller's."""
    for entry in dossier.of("weights"):
        if "scanned" in entry:
            packed = next(_grams(e, "packed") for e in dossier.of("weights") if "packed" in e)
            entry["scanned"] = f"{packed - 120} g"


@plant
def no_label_photo(dossier: Dossier) -> None:
    """Neither label nor receipt were photographed."""
    dossier.without_photos("label", "drop_off_receipt")


@plant
def label_of_another_parcel(dossier: Dossier) -> None:
    """The photo shows the label of the parcel that lay beside it."""
    line = load_world().lines[dossier.parcel.line]
    other = line.tracking_number(Random(f"beside {dossier.story.parcel.number}"))  # noqa: S311 - an invented number
    dossier.change_shots(lambda shot: replace(shot, number=other), "label")


@plant
def photo_of_another_order(dossier: Dossier) -> None:
    """The photo of the article was used for an earlier order too."""
    dossier.without_photos("serial", "function_test")
    dossier.borrowed = ("item_front",)


@plant
def photos_after_handover(dossier: Dossier) -> None:
    """The photo of the article was taken when the parcel had left."""
    dossier.without_photos("serial", "function_test")
    late = dossier.sent_at + timedelta(hours=9)
    dossier.change_shots(lambda shot: Shot(shot.role, late, shot.number), "item_front")


# -- measure 4: declaration ---------------------------------------------------------------------


def _declare_less(dossier: Dossier) -> None:
    for entry in dossier.of("declaration"):
        for line in entry["lines"]:
            currency, amount = line["value"].split()
            if not line.get("is_gift"):
                line["value"] = f"{currency} {(Decimal(amount) / 4).quantize(Decimal('0.01'))}"


@plant
def value_too_low(dossier: Dossier) -> None:
    """A quarter of the price stands on the form, and nobody asked the buyer."""
    _declare_less(dossier)


@plant
def value_too_low_with_consent(dossier: Dossier) -> None:
    """The buyer asked for a lower value, and the seller wrote it."""
    _declare_less(dossier)
    at = dossier.story.paid + timedelta(hours=5)
    channel = next(dossier.of("message"), {}).get("channel", "e-mail")
    text = "Please write a low value on the customs form, so that I pay no duty. I agree."
    dossier.add("consent", at, about="declared_value", asked_by="buyer", channel=channel, agreed=True, text=text)


@plant
def marked_as_gift(dossier: Dossier) -> None:
    """The sale was declared as a gift between friends."""
    for entry in dossier.of("declaration"):
        entry["category"] = "gift"


@plant
def fewer_pieces_declared(dossier: Dossier) -> None:
    """The form names one piece less than the parcel holds, at the full value."""
    for entry in dossier.of("declaration"):
        entry["lines"][0]["quantity"] -= 1


@plant
def no_declaration(dossier: Dossier) -> None:
    """The customs form was not kept."""
    dossier.drop("declaration")


@plant
def vague_description(dossier: Dossier) -> None:
    """The form only says what kind of parcel it is."""
    for entry in dossier.of("declaration"):
        entry["lines"][0]["description"] = "Goods"


# -- measure 5: gifts ---------------------------------------------------------------------------

_GIFT = {"description": "Glass marble of clear glass", "quantity": 1}


def _gift(dossier: Dossier, *, declared: bool = True, **fields: Any) -> None:
    dossier.add("gift", dossier.story.packed_at, **{**_GIFT, "on_product_page": False, **fields})
    for entry in dossier.of("answer", question="delivery.gifts.promised"):
        entry["answer"] = "not_applicable"
    if declared:
        for entry in dossier.of("declaration"):
            currency = entry["lines"][0]["value"].split()[0]
            entry["lines"].append(
                {"description": "Glass marble of clear glass", "quantity": 1, "value": f"{currency} 0.40",
                 "net_weight": "6 g",
                 "hs_code": "701890", "origin": "CN", "is_gift": True}
            )  # fmt: skip
    for entry in dossier.of("weights"):
        for name in ("net", "packed"):
            if name in entry:
                entry[name] = f"{_grams(entry, name) + 6} g"


@plant
def gift_nobody_asked_for(dossier: Dossier) -> None:
    """A free article that no page names and no buyer confirmed."""
    _gift(dossier)


@plant
def gift_confirmed_too_late(dossier: Dossier) -> None:
    """The buyer said yes when the parcel had left."""
    at = dossier.sent_at + timedelta(hours=30)
    _gift(dossier, confirmed_at=at.isoformat(), confirmed_channel="platform", confirmation_text="Yes, thank you!")


@plant
def gift_not_on_form(dossier: Dossier) -> None:
    """The buyer agreed, but the form does not name the free article."""
    at = dossier.story.paid + timedelta(hours=3)
    _gift(
        dossier, declared=False, confirmed_at=at.isoformat(), confirmed_channel="platform",
        confirmation_text="Yes, please.",
    )  # fmt: skip


@plant
def promised_gift_missing(dossier: Dossier) -> None:
    """The page promises a free article, and it is not in the parcel."""
    for entry in dossier.of("answer", question="delivery.gifts.promised"):
        entry["answer"] = "yes"


# -- measure 6: messages ------------------------------------------------------------------------


@plant
def complaint_unanswered(dossier: Dossier) -> None:
    """The buyer complained, and nobody answered."""
    at = (dossier.delivered_at or dossier.story.scans[-1].at) + timedelta(hours=20)
    _message(dossier, at, "from_buyer", "complaint", "I am not happy with this order. Please help me.")


@plant
def delay_not_told(dossier: Dossier) -> None:
    """The promised day passed on the way, and the buyer heard nothing."""
    _late(dossier, delivered=False)
    dossier.add(
        "inquiry", dossier.seen_at - timedelta(days=2), carrier=dossier.story.parcel.carrier, reference="Q-20417",
        cause="Waiting for a flight.", answered_at=(dossier.seen_at - timedelta(days=1)).isoformat(),
    )  # fmt: skip


# -- measure 7: the service ---------------------------------------------------------------------


@plant
def untracked_service(dossier: Dossier) -> None:
    """A cheap letter without tracking."""
    dossier.retell(scans=(), tracking=None)
    for entry in list(dossier.of("weights")):
        if "scanned" in entry:
            dossier.entries.remove(entry)
    for entry in dossier.of("shipping"):
        entry |= {"tracked": "none", "service": "Ordinary Small Packet", "reason": "The cheapest one."}


@plant
def no_signature(dossier: Dossier) -> None:
    """The order is above the limit, and nobody signed."""
    for entry in dossier.of("shipping"):
        entry["signature_required"] = False
    scans = [replace(scan, word="delivered") if scan.word == "signed" else scan for scan in dossier.story.scans]
    parcel = dossier.story.parcel.model_copy(update={"signature": False})
    dossier.retell(scans=tuple(scans), parcel=parcel)


# -- measure 8: on the way ----------------------------------------------------------------------


@plant
def tracking_not_kept(dossier: Dossier) -> None:
    """The scans were looked at on the screen and never saved."""
    dossier.retell(tracking=None, scans=())


@plant
def waits_in_locker(dossier: Dossier) -> None:
    """The parcel lies in a locker; the buyer has not collected it."""
    out = next(scan for scan in dossier.story.scans if scan.word == "out")
    _scans(dossier, Scan(out.at + timedelta(hours=4), "locker", *_here(dossier)), until="out")
    dossier.seen_at = out.at + timedelta(days=5)


@plant
def silent_scans(dossier: Dossier) -> None:
    """The last scan is weeks old, and nobody asked."""
    _scans(dossier, until="departed")
    dossier.seen_at = dossier.story.scans[-1].at + timedelta(days=28)
    _tell_delay(dossier)


@plant
def customs_hold_open(dossier: Dossier) -> None:
    """Customs holds the parcel, and nobody asked why."""
    arrived = next(scan for scan in dossier.story.scans if scan.word == "arrived")
    held = arrived.at + timedelta(days=1)
    _scans(dossier, Scan(held, "hold", arrived.place, arrived.country), until="arrived")
    dossier.seen_at = held + timedelta(days=2)
    _message(dossier, held + timedelta(hours=20), "to_buyer", "delay", "Customs asks for papers. We look into it.")


@plant
def came_late(dossier: Dossier) -> None:
    """The parcel came after the promised day; the buyer was told."""
    _late(dossier, delivered=True)


@plant
def lost_on_the_way(dossier: Dossier) -> None:
    """The carrier lost the parcel and says so; buyer and carrier were written to."""
    departed = next(scan for scan in dossier.story.scans if scan.word == "departed")
    lost = departed.at + timedelta(days=16)
    _scans(dossier, Scan(lost, "lost", departed.place, departed.country), until="departed")
    dossier.seen_at = lost + timedelta(days=3)
    _message(
        dossier, lost + timedelta(hours=20), "to_buyer", "delay", "The carrier has lost your parcel. We are sorry."
    )
    dossier.add(
        "inquiry", lost + timedelta(hours=21), carrier=dossier.story.parcel.carrier, reference="Q-30511",
        cause="The item counts as lost.", answered_at=(lost + timedelta(days=1)).isoformat(),
    )  # fmt: skip


def _late(dossier: Dossier, *, delivered: bool) -> None:
    promised = dossier.story.promised[1]
    last = dossier.story.scans[-1]
    over = last.at.replace(year=promised.year, month=promised.month, day=promised.day) + timedelta(days=4)
    shift = over - last.at
    if delivered:
        moved = [replace(s, at=s.at + shift) if s.word in ("out", last.word) else s for s in dossier.story.scans]
        dossier.retell(scans=tuple(moved))
        dossier.seen_at += shift
        _tell_delay(dossier, dossier.story.scans[-1].at - timedelta(days=8))
        return
    kept = [s for s in dossier.story.scans if s.word not in ("out", last.word)]
    kept[-1] = replace(kept[-1], at=over - timedelta(days=3))
    dossier.retell(scans=tuple(kept))
    dossier.seen_at = over


def _tell_delay(dossier: Dossier, at: datetime | None = None) -> None:
    when = at or dossier.seen_at - timedelta(days=3)
    _message(dossier, when, "to_buyer", "delay", "Your parcel is slow. We have written to the carrier. You may cancel.")


# -- measure 9: the page ------------------------------------------------------------------------


@plant
def page_not_kept(dossier: Dossier) -> None:
    """The product page was not saved."""
    dossier.drop("listing")


@plant
def page_kept_too_late(dossier: Dossier) -> None:
    """The page was saved days after the order."""
    for entry in dossier.of("listing"):
        entry["claimed_at"] = (dossier.story.paid + timedelta(days=9)).isoformat()


@plant
def another_page_kept(dossier: Dossier) -> None:
    """The saved page belongs to another article."""
    for entry in dossier.of("listing"):
        entry |= {"title": "Set of three kitchen boxes with lids", "listing_id": "900000000017", "attributes": {}}


@plant
def plug_does_not_fit(dossier: Dossier) -> None:
    """The page offers a plug that does not go into the sockets of the buyer."""
    for entry in dossier.of("listing"):
        entry["attributes"] = {**entry["attributes"], "Plug": "Type C (two round pins)"}


@plant
def functions_not_explained(dossier: Dossier) -> None:
    """The page of an electronic article explains neither functions nor use."""
    for entry in dossier.of("listing"):
        entry["functions_explained"] = False


# -- measure 10: inspection ---------------------------------------------------------------------


@plant
def no_inspection(dossier: Dossier) -> None:
    """Neither quality control nor inspection are on record."""
    dossier.drop("inspection")


@plant
def function_failed(dossier: Dossier) -> None:
    """The test found a fault, and the article was sent."""
    for entry in dossier.of("inspection", stage="product_inspection"):
        entry["function_ok"] = False


@plant
def other_serial_inspected(dossier: Dossier) -> None:
    """Another unit was inspected than the one that was photographed and sent."""
    for entry in dossier.of("inspection"):
        entry["serials"] = [f"{serial[:-2]}{(int(serial[-2:]) + 37) % 100:02d}" for serial in entry["serials"]]


@plant
def serial_sold_twice(dossier: Dossier) -> None:
    """The same serial number stands in an earlier order."""
    dossier.sold_before = True


# -- measure 11: origin -------------------------------------------------------------------------


@plant
def no_supplier_paper(dossier: Dossier) -> None:
    """No paper of the supplier was kept."""
    dossier.drop("supplier_proof")


@plant
def brand_spelt_in_disguise(dossier: Dossier) -> None:
    """The page writes a known brand with a look-alike letter."""
    for entry in dossier.of("listing"):
        entry["title"] = f"N\u0456ke style {dossier.good.title}"  # a Cyrillic letter looks like the Latin one


@plant
def invoice_too_old(dossier: Dossier) -> None:
    """The newest invoice is older than platforms accept."""
    for entry in dossier.of("supplier_proof", document="invoice"):
        entry["document_date"] = (dossier.story.paid - timedelta(days=500)).date().isoformat()


@plant
def invoice_for_too_few(dossier: Dossier) -> None:
    """The invoice covers fewer pieces than were sold."""
    for entry in dossier.of("supplier_proof", document="invoice"):
        entry["quantity"] = 1
