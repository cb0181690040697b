"""Builds a real shop from a dossier, through the same import and ledger as a seller's own files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.imports import Intake, collect
from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.sample.orders import order_files
from parcelproof.sample.stories import SampleShop
from parcelproof.sample.tracking import tracking_files
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.training.album import pasted, photograph
from parcelproof.training.dossier import Dossier, Shot
from parcelproof.training.world import load_world

ZONE = "Asia/Shanghai"
_NOW = "PARCELPROOF_NOW"
EARLIER = timedelta(days=9)
"""So much earlier the other order was sent that shares a photo or a serial number."""


def build_shop(dossier: Dossier, folder: Path, *, drawn: bool = True) -> tuple[Shop, str]:
    """Make a shop that holds this parcel.

    Parameters
    ----------
    dossier : Dossier
    folder : Path
        A new folder; the files of the exports stay in it beside the shop.
    drawn : bool
        Draw and import every photo. Without it, photos come from an album: the same records, made much faster.

    Returns
    -------
    shop : Shop
    shipment_id : str

    Raises
    ------
    InputError
        If a line of the dossier cannot be taken in.
    """
    with clock_at(dossier.seen_at.isoformat()):
        settings = ShopSettings(name="Training shop", zone=ZONE, origin="CN", language=current_language().code)
        shop = create_shop(folder / "shop", settings)
        exports = folder / "exports"
        for name, data in _files(dossier):
            _write(exports / name, data)
        _take_in(shop, exports)
        (chain,) = shop.find(dossier.reference)
        if drawn:
            _take_photos(shop, dossier, folder / "photos" / dossier.reference)
        else:
            shop.record_many([(chain, photo) for photo in pasted(dossier, shop.evidence)], source="import:photo")
        _another_order(shop, dossier, folder, drawn=drawn)
    return shop, chain


@contextmanager
def clock_at(moment: str) -> Iterator[None]:
    """Let the clock stand still at a moment of the story."""
    before = os.environ.get(_NOW)
    os.environ[_NOW] = moment
    try:
        yield
    finally:
        os.environ.pop(_NOW)
        if before is not None:
            os.environ[_NOW] = before


def _files(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    story = dossier.story
    shop = SampleShop({dossier.parcel.good: dossier.good}, (story,))
    channel = story.channel.replace("_", "-")
    for name, data in order_files(shop).items():
        if name.startswith((channel, "shipstation" if story.channel in ("shopify", "etsy") else channel)):
            yield f"orders/{name}", data
    if story.tracking and story.scans:
        name = f"{story.tracking}.json" if story.tracking != "csv" else "carrier-events.csv"
        yield f"tracking/{name}", tracking_files((story,))[name]
    lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in dossier.entries)
    yield "records/records.jsonl", lines.encode()
    for name, data in dossier.files.items():
        yield f"records/{name}", data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _take_in(shop: Shop, *paths: Path) -> None:
    for outcome in Intake(shop).run(collect(paths)):
        refused = [f"{refusal.where}: {refusal.what}" for refusal in outcome.refused]
        if outcome.rejected or refused:
            raise InputError(
                outcome.rejected or "; ".join(refused), where=outcome.name, mend=_("Mend this line of the case file.")
            )


def _take_photos(shop: Shop, dossier: Dossier, folder: Path) -> None:
    for number, shot in enumerate(dossier.shots, 1):
        _write(folder / f"{shot.role}-{number}.jpg", photograph(dossier, shot))
    if dossier.shots:
        _take_in(shop, folder)


def _another_order(shop: Shop, dossier: Dossier, folder: Path, *, drawn: bool) -> None:
    """Put an earlier order into the shop that has the same photo, or the same serial number."""
    if not dossier.borrowed and not dossier.sold_before:
        return
    parcel = dossier.parcel.model_copy(
        update={"seed": dossier.parcel.seed + 1, "paid": dossier.parcel.paid - EARLIER, "buyer": "austin"}
    )
    other = Dossier.sound(parcel, load_world())
    serials = dossier.story.items[0].serials if dossier.sold_before else other.story.items[0].serials
    other.retell(items=(other.story.items[0].model_copy(update={"serials": serials}),))
    other.drop("inspection")
    for entry in _inspections(dossier, other):
        other.entries.append(entry)
    other.shots = []
    exports = folder / "other-exports"
    for name, data in _files(other):
        _write(exports / name, data)
    _take_in(shop, exports)
    (chain,) = shop.find(other.reference)
    # The very pictures of this parcel, turned in with another time: what a hurried seller does.
    copied = [Shot(s.role, s.at - EARLIER if s.at else None) for s in dossier.shots if s.role in dossier.borrowed]
    if copied and drawn:
        for number, shot in enumerate(copied, 1):
            _write(folder / "photos" / other.reference / f"{shot.role}-{number}.jpg", photograph(dossier, shot))
        _take_in(shop, folder / "photos" / other.reference)
    elif copied:
        photos = pasted(replace(dossier, shots=copied), shop.evidence)
        shop.record_many([(chain, photo) for photo in photos], source="import:photo")


def _inspections(dossier: Dossier, other: Dossier) -> Iterator[dict[str, object]]:
    moved = {"shipment": other.reference}
    for entry in dossier.of("inspection"):
        at = other.story.packed_at - timedelta(minutes=30)
        serials = list(other.story.items[0].serials)
        yield {**entry, **moved, "claimed_at": at.isoformat(), "serials": serials}
