"""The shop of an exercise: the parcel of a case as it stood at one moment, with the clock standing still there."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from parcelproof.batch.lease import FileLeases
from parcelproof.ids import product_chain
from parcelproof.language import current_language
from parcelproof.ledger.records import Record
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.training.album import photograph
from parcelproof.training.build import ZONE, build_shop, clock_at
from parcelproof.training.case import Case, dossier_of
from parcelproof.training.dossier import Dossier, Shot
from parcelproof.training.exercise import Exercise, Scene

SHOP, CAMERA = "shop", "photos"
PATIENCE = 60.0
"""Seconds to wait for another page that builds the same exercise."""
OF_PRODUCT = frozenset({"listing", "supplier_proof", "product", "unit"})
"""Kinds of records that move to the product, where an exercise is about it."""


class StoryShop(Shop):
    """A shop in which it is always the same moment of a story.

    Parameters
    ----------
    folder : Path
    at : datetime
        With offset.
    """

    def __init__(self, folder: Path, at: datetime) -> None:
        super().__init__(folder)
        self.language = current_language()  # the page decides it, whatever was spoken when this shop was built
        self._at = at

    def now(self) -> datetime:
        """Return the moment of the story, in the seller's zone."""
        return self._at.astimezone(self.zone)

    def record_many(self, items: Iterable[tuple[str, Record]], *, who: str | None = None, source: str) -> int:
        """Append records, dated as the story is."""
        with clock_at(self._at.isoformat()):
            return super().record_many(items, who=who, source=source)


def open_scene(exercise: Exercise, case: Case, folder: Path) -> StoryShop:
    """Open the shop of an exercise; it is built if it is not there.

    Parameters
    ----------
    exercise : Exercise
    case : Case
    folder : Path
        Of the exercise; kept from visit to visit.
    """
    if not _is_built(folder):
        # Two pages may open one exercise at the same moment: the second one waits for the first.
        with FileLeases(folder.parent).hold(folder.name, wait=PATIENCE):
            if not _is_built(folder):
                begin_again(exercise, case, folder)
    return StoryShop(folder / SHOP, exercise.scene.at)


def _is_built(folder: Path) -> bool:
    return (folder / SHOP / "shop.yaml").is_file()


def begin_again(exercise: Exercise, case: Case, folder: Path) -> None:
    """Build the shop of an exercise anew; the one that is there stays until the new one is whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    draft, old = (folder.with_name(f".{folder.name}.{end}-{mark}") for end in ("new", "old"))
    try:
        _build(exercise.scene, case, draft)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(old, ignore_errors=True)


def subject_of(shop: Shop, scene: Scene) -> str:
    """Return the chain that the views speak of: the parcel, or the product in it."""
    return (shop.product_ids() if scene.about == "product" else shop.shipment_ids())[-1]


def _build(scene: Scene, case: Case, folder: Path) -> None:
    """Build the whole story first, then take over what was known at the moment of the scene."""
    dossier = _cut(scene, case)
    whole, chain = build_shop(dossier, folder / "whole", drawn=False)
    shop = create_shop(folder / SHOP, ShopSettings(name="Training shop", zone=ZONE, origin="CN"))
    shutil.copytree(whole.folder / "evidence", shop.folder / "evidence", dirs_exist_ok=True)
    product = product_chain(dossier.good.sku)
    kept: list[tuple[str, Record]] = []
    for name in whole.ledger.chains():
        for item in whole.ledger.read(name):
            record = item.record
            if name == chain and record.kind == "shipping" and dossier.story.parcel.shipped > scene.at:
                continue  # the export of the platform knows the parcel as sent
            moved = scene.about == "product" and name == chain and record.kind in OF_PRODUCT
            if not item.entry.kind.startswith("import"):
                kept.append((product if moved else name, record))
    with clock_at(scene.at.isoformat()):
        shop.record_many(kept, source="import:case")
    shutil.rmtree(folder / "whole")
    for role in scene.camera:
        target = folder / CAMERA / f"{role}.jpg"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(photograph(dossier, Shot(role, scene.at)))


def _cut(scene: Scene, case: Case) -> Dossier:
    """Return the dossier of a case as it stood at the moment of the scene."""
    dossier = dossier_of(case, faults=scene.faults, adds=scene.record)
    dossier.entries = [
        entry for entry in dossier.entries
        if _known(entry.get("claimed_at"), scene.at) and not any(_fits(entry, gone) for gone in scene.without)
    ]  # fmt: skip
    dossier.retell(scans=tuple(scan for scan in dossier.story.scans if scan.at <= scene.at))
    dossier.shots = [shot for shot in dossier.shots if shot.role in scene.photos and _known(shot.at, scene.at)]
    dossier.seen_at = scene.at
    return dossier


def _known(at: datetime | str | None, now: datetime) -> bool:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment is None or moment <= now


def _fits(entry: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(entry.get(name) == value for name, value in wanted.items())
