"""Lots of inspected units: how many were drawn, how many were bad, and what the sampling plan says about the lot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parcelproof.delivery.sampling import SamplingPlan, read_plan
from parcelproof.ledger.records import Inspection, UnitInspection
from parcelproof.playbook import Playbook
from parcelproof.serials import bare_serial
from parcelproof.shipment import Shipment

_SIZE = re.compile(r"\b(\d{1,9})\s*(?:pieces|pcs\.?|pc\.?|units|stück|件|个|台)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Lot:
    """One lot, as far as its inspection is on record.

    Attributes
    ----------
    name : str
        As the inspected units name it; empty if only the quality control of the parcel tells of it.
    looked : int
        Units that were drawn and looked at.
    bad : int
        Those that were set aside or had to be mended.
    plan : SamplingPlan or None
        None if no plan, or no size of the lot, is on record.
    refused : bool
        Whether the one who looked refused the lot.
    """

    name: str
    looked: int
    bad: int
    plan: SamplingPlan | None
    refused: bool = False

    @property
    def state(self) -> Literal["accepted", "rejected", "unfinished", "no_plan"]:
        """What the plan says; a lot without a plan is never accepted."""
        if self.refused:
            return "rejected"
        if self.plan is None:
            return "no_plan"
        if self.bad >= self.plan.reject:
            return "rejected"
        return "accepted" if self.looked >= self.plan.sample_size else "unfinished"


def lots_of(shipment: Shipment, playbook: Playbook) -> tuple[Lot, ...]:
    """Return the lots that the inspected units of a parcel, and of the products in it, were drawn from.

    The size of a lot stands in the quality control of the parcel that names the same plan, or in words like
    ``200 pieces`` beside its name or plan.
    """
    groups: dict[str, list[UnitInspection]] = {}
    for unit in every_unit(shipment):
        if unit.lot.strip():
            groups.setdefault(" ".join(unit.lot.split()).casefold(), []).append(unit)
    lots = [_lot(units, shipment.inspections, playbook) for units in groups.values()]
    if not lots:
        lots.extend(_of_records(shipment.inspections, playbook))
    return tuple(lots)


def every_unit(shipment: Shipment) -> tuple[UnitInspection, ...]:
    """Return the inspected units of the parcel and of the products in it, each once.

    A serial number makes two records one unit, and that of the parcel counts. Without one, two records are two units:
    the "unit 1" of one product is not that of another.
    """
    units: dict[object, UnitInspection] = {}
    for unit in (*(u for file in shipment.products for u in file.units), *shipment.units):
        units[bare_serial(unit.serial) or unit] = unit
    return tuple(units.values())


def _lot(units: Sequence[UnitInspection], records: Sequence[Inspection], playbook: Playbook) -> Lot:
    bad = sum(unit.verdict != "passed" for unit in units)
    text = next((unit.plan for unit in units if unit.plan.strip()), "")
    record = next((r for r in records if r.plan.strip() and _same(r.plan, text)), None)
    sizes = [int(found[1]) for unit in units for field in (unit.lot, unit.plan) if (found := _SIZE.search(field))]
    size = record.lot_size if record else sizes[0] if sizes else 0
    plan = read_plan(text, size, playbook) if size and text else None
    return Lot(units[0].lot, len(units), bad, plan, refused=record is not None and record.verdict == "rejected")


def _of_records(records: Sequence[Inspection], playbook: Playbook) -> Iterator[Lot]:
    for record in records:
        plan = read_plan(record.plan, record.lot_size, playbook) if record.plan.strip() else None
        if plan is not None:
            bad = record.critical + record.major
            yield Lot("", record.units_checked, bad, plan, refused=record.verdict == "rejected")


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
