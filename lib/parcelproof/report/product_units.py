"""Each inspected unit of a parcel: its steps, what was seen, and its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parcelproof.ledger.records import Photo, UnitInspection, UnitTest
from parcelproof.messages import N_, Wording, _
from parcelproof.product.unit_lots import Lot, lots_of
from parcelproof.product.unit_steps import steps_of, unit_name
from parcelproof.product.units import units_in_parcel
from parcelproof.report.blocks import Block, Cell, Column, Fact, Heading, KeyValues, Pictures, Table, Tone
from parcelproof.report.goods import ReadFile, picture_of
from parcelproof.report.words import nothing, when
from parcelproof.shipment import Shipment

if TYPE_CHECKING:
    from parcelproof.playbook import Playbook

RESULT: dict[str, tuple[str, Tone]] = {
    "passed": (N_("Passed"), "good"), "failed": (N_("Failed"), "bad"), "not_tested": (N_("Not tested"), "unknown"),
}  # fmt: skip
VERDICT = Wording({"passed": N_("Passed"), "reworked": N_("Reworked, then passed"), "set_aside": N_("Set aside")})
PICTURED = 4
"""Of so many units the pictures are shown; of further ones their hashes stand beside the steps."""


def unit_blocks(shipment: Shipment, playbook: Playbook, read_file: ReadFile, *, internal: bool) -> list[Block]:
    """Return the units that go into the parcel, step by step.

    Parameters
    ----------
    shipment : Shipment
    playbook : Playbook
        Its test plans give the steps their names.
    read_file : callable
        Asked for thumbnails.
    internal : bool
        For the seller: every unit and every step. The packet holds units that passed every step, and those steps.

    Raises
    ------
    EvidenceError
        If a thumbnail is not the file that was recorded.
    """
    units = [u for u in units_in_parcel(shipment) if internal or is_good(u)]
    photos = _photos(shipment)
    blocks: list[Block] = []
    for number, unit in enumerate(units):
        blocks.append(Heading(text=_("Unit {name}", name=unit_name(unit))))
        blocks.append(KeyValues(rows=tuple(_facts(unit, shipment, playbook, internal=internal))))
        tests = [t for t in unit.tests if internal or t.result == "passed"]
        if tests:
            blocks.append(_steps(tests, unit, shipment, playbook, photos, internal=internal))
        shown = list(dict.fromkeys(sha for test in tests for sha in test.evidence if sha in photos))
        if shown and number < PICTURED:
            pictures = tuple(picture_of(photos[sha], read_file, internal=internal) for sha in shown)
            blocks.append(Pictures(items=pictures))
    return blocks + (_lots(shipment, playbook, internal=internal) if units else [])


def is_good(unit: UnitInspection) -> bool:
    """Whether nothing speaks against the unit; a desk is told of no other one."""
    return (
        unit.verdict != "set_aside"
        and not any(part.strip() for part in unit.missing_parts)
        and not any(test.result == "failed" for test in unit.tests)
        and any(test.result == "passed" for test in unit.tests)
    )


def _photos(shipment: Shipment) -> dict[str, Photo]:
    photos = [*shipment.photos, *(photo for file in shipment.products for photo in file.photos)]
    return {photo.sha256: photo for photo in photos}


def _facts(unit: UnitInspection, shipment: Shipment, playbook: Playbook, *, internal: bool) -> list[Fact]:
    plan = steps_of(unit, shipment, playbook).plan
    rows = [
        Fact(label=_("Serial number"), value=unit.serial, mono=True),
        Fact(label=_("IMEI"), value=", ".join(unit.imei), mono=True),
        Fact(label=_("Inspected"), value=when(unit.claimed_at, nothing() if internal else "")),
        Fact(label=_("By"), value=unit.inspector),
        Fact(label=_("Test plan"), value=plan.title if unit.tests else ""),
        Fact(label=_("Result"), value=VERDICT[unit.verdict], note=unit.reason if internal else ""),
        Fact(label=_("Not in the box"), value=", ".join(unit.missing_parts), tone="bad"),
        Fact(label=_("Lot"), value=unit.lot, note=unit.plan),
    ]
    return [row for row in rows if row.value.strip()]


def _steps(
    tests: list[UnitTest], unit: UnitInspection, shipment: Shipment, playbook: Playbook, photos: dict[str, Photo],
    *, internal: bool,
) -> Table:  # fmt: skip
    titles = {s.id: s.title for plan in playbook.test_plans.plans.values() for s in plan.steps}
    titles |= {s.id: s.title for s in steps_of(unit, shipment, playbook).plan.steps}
    rows = []
    for test in tests:
        words, tone = RESULT[test.result]
        rows.append(
            (
                Cell(text=titles.get(test.test, test.test.replace("_", " "))),
                Cell(text=_(words), tone=tone, badge=internal),
                Cell(text=test.note, small=_proof(test, photos)),
            )
        )
    columns = (
        Column(title=_("Step"), width=4), Column(title=_("Result"), width=2, tight=True),
        Column(title=_("What was seen"), width=6),
    )  # fmt: skip
    return Table(caption=_("What was done with this unit"), columns=columns, rows=tuple(rows))


def _proof(test: UnitTest, photos: dict[str, Photo]) -> str:
    """Name the pictures of a step; one that is no photo on record is named by its hash alone."""
    named = [
        _("Photo {name}", name=sha[:12]) if sha in photos else _("File {name}", name=sha[:12]) for sha in test.evidence
    ]
    return " · ".join([*named, *([test.reference] if test.reference.strip() else [])])


def _lots(shipment: Shipment, playbook: Playbook, *, internal: bool) -> list[Block]:
    lots = [lot for lot in lots_of(shipment, playbook) if lot.name and (internal or lot.state == "accepted")]
    if not lots:
        return []
    return [Heading(text=_("Lots that units were drawn from")), KeyValues(rows=tuple(map(_lot, lots)))]


def _lot(lot: Lot) -> Fact:
    states: dict[str, tuple[str, Tone]] = {
        "accepted": ("accepted", "plain"), "rejected": ("not accepted", "bad"),
        "unfinished": ("not enough units drawn yet", "warn"),
        "no_plan": ("no sampling plan that can be read", "unknown"),
    }  # fmt: skip
    words, tone = states[lot.state]
    value = _("{drawn} drawn, all good: {words}", drawn=lot.looked, words=words)
    if lot.bad:
        value = _("{drawn} drawn, {bad} bad: {words}", drawn=lot.looked, bad=lot.bad, words=words)
    return Fact(label=lot.name, value=value, note=str(lot.plan) if lot.plan else "", tone=tone)
