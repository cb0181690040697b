"""Faults of measures 1 to 5: what was done before the parcel left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from parcelproof.training.dossier import Dossier, Shot
from parcelproof.training.plants.catalogued import grams, plant
from parcelproof.training.world import load_world

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
            packed = next(grams(e, "packed") for e in dossier.of("weights") if "packed" in e)
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
                entry[name] = f"{grams(entry, name) + 6} g"


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
