"""The units of a product that were inspected: set-aside ones on top, and what the lots say."""

from __future__ import annotations

from parcelproof.clock import show
from parcelproof.ledger.records import UnitInspection
from parcelproof.messages import N_, _, ngettext
from parcelproof.product.unit_lots import Lot, lots_of
from parcelproof.product.unit_steps import steps_of, unit_name
from parcelproof.report.blocks import Block, Cell, Column, Paragraph, Table, Tone
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop

VERDICTS: dict[str, tuple[str, Tone]] = {
    "set_aside": (N_("Set aside"), "bad"), "reworked": (N_("Mended, passed"), "warn"), "passed": (N_("Passed"), "good"),
}  # fmt: skip
LOTS: dict[str, tuple[str, Tone]] = {
    "accepted": (N_("Lot accepted"), "good"), "rejected": (N_("Not accepted"), "bad"),
    "unfinished": (N_("Draw more units"), "warn"), "no_plan": (N_("No plan that can be read"), "unknown"),
}  # fmt: skip
SHOWN = 200


def unit_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return the inspected units, and their lots.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    shelf = shop.on_shelf(chain)
    units = list(shop.product(chain).units)
    if not units:
        return (Paragraph(text=_("No unit is inspected yet."), tone="note"),)
    rank = list(VERDICTS)
    units.sort(key=lambda u: -u.claimed_at.timestamp() if u.claimed_at else 0.0)
    units.sort(key=lambda u: rank.index(u.verdict))
    aside = sum(unit.verdict == "set_aside" for unit in units)
    words = ngettext("{count} unit is inspected; none is set aside.", "{count} units are inspected; none is set aside.",
                     len(units))  # fmt: skip
    if aside:
        words = ngettext(
            "{count} unit is inspected; {aside} set aside. Do not send those.",
            "{count} units are inspected; {aside} set aside. Do not send those.", len(units), aside=aside,
        )  # fmt: skip
    columns = (
        Column(title=_("Unit"), width=3, tight=True), Column(title=_("Result"), width=2, tight=True),
        Column(title=_("What was found"), width=5), Column(title=_("Lot"), width=3),
        Column(title=_("When, who"), width=3),
    )  # fmt: skip
    rows = tuple(_row(unit, shelf, shop) for unit in units[:SHOWN])
    table = Table(caption=_("Units, those that were set aside on top"), columns=columns, rows=rows)
    return (Paragraph(text=words, tone="warn" if aside else "good"), table, *_lots(shelf, shop))


def _row(unit: UnitInspection, shelf: Shipment, shop: Shop) -> tuple[Cell, ...]:
    words, tone = VERDICTS[unit.verdict]
    when = show(unit.claimed_at.astimezone(shop.zone)) if unit.claimed_at else _("Not known")
    return (
        Cell(text=unit_name(unit), small=" · ".join(unit.imei), mono=True),
        Cell(text=_(words), tone=tone, badge=True),
        Cell(text=unit.reason[:160], small=_open(unit, shelf, shop)),
        Cell(text=unit.lot, small=unit.plan),
        Cell(text=when, small=unit.inspector),
    )


def _open(unit: UnitInspection, shelf: Shipment, shop: Shop) -> str:
    steps = steps_of(unit, shelf, shop.playbook)
    said = (
        (_("failed"), list(steps.failed)), (_("not done"), [step.title for step in steps.left_out]),
        (_("no picture"), [step.title for step in steps.without_picture]),
        (_("not in the box"), list(unit.missing_parts)),
    )  # fmt: skip
    told = [
        _("{label}: {names}", label=label, names=_(", ").join(names[:3]) + (" …" if len(names) > 3 else ""))
        for label, names in said
        if names
    ]
    return "; ".join(told) or _("all {count} steps are done, with their pictures", count=len(unit.tests))


def _lots(shelf: Shipment, shop: Shop) -> tuple[Block, ...]:
    lots = [lot for lot in lots_of(shelf, shop.playbook) if lot.name]
    if not lots:
        return ()
    columns = (
        Column(title=_("Lot"), width=4), Column(title=_("Units checked"), align="end"),
        Column(title=_("Bad"), align="end"), Column(title=_("To inspect"), align="end"),
        Column(title=_("State"), width=2, tight=True),
    )  # fmt: skip
    return (Table(caption=_("Lots and their sampling plans"), columns=columns, rows=tuple(map(_lot, lots))),)


def _lot(lot: Lot) -> tuple[Cell, ...]:
    words, tone = LOTS[lot.state]
    return (
        Cell(text=lot.name, small=str(lot.plan) if lot.plan else ""), Cell(text=str(lot.looked)),
        Cell(text=str(lot.bad)), Cell(text=str(lot.plan.sample_size) if lot.plan else ""),
        Cell(text=_(words), tone=tone, badge=True),
    )  # fmt: skip
