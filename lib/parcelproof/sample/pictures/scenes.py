"""Composes one photo per role: what a seller lays on the table, packs, weighs, labels and hands over."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from parcelproof.ledger.records import PhotoRole
from parcelproof.sample.pictures.canvas import Rng, rng_for
from parcelproof.sample.pictures.packing import (
    after_packing_photo,
    before_packing_photo,
    cushioning_photo,
    drop_off_receipt_photo,
    label_photo,
    on_scale_photo,
    returned_parcel_photo,
)
from parcelproof.sample.pictures.showing import (
    all_parts_photo,
    function_test_photo,
    item_back_photo,
    item_front_photo,
    serial_photo,
)
from parcelproof.sample.pictures.stage import Subject

_SCENES: dict[PhotoRole, Callable[[Subject, Rng], Image.Image]] = {
    "item_front": item_front_photo,
    "item_back": item_back_photo,
    "serial": serial_photo,
    "function_test": function_test_photo,
    "all_parts": all_parts_photo,
    "before_packing": before_packing_photo,
    "cushioning": cushioning_photo,
    "after_packing": after_packing_photo,
    "on_scale": on_scale_photo,
    "label": label_photo,
    "drop_off_receipt": drop_off_receipt_photo,
    "returned_parcel": returned_parcel_photo,
    "other": item_back_photo,
}


def draw_photo(subject: Subject, role: PhotoRole) -> Image.Image:
    """Draw the photo of one role; the same subject and role always give the same pixels."""
    return _SCENES[role](subject, rng_for(subject.order, role))
