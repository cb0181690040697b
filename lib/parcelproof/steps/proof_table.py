"""What each platform asks for as proof of origin, and what of it is missing for one product."""

from __future__ import annotations

from parcelproof.messages import N_, _
from parcelproof.product.supply import PLATFORM_NAMES, ProofChain, ProofLine, platform_of, proof_chains
from parcelproof.report.blocks import Block, Cell, Column, Heading, Paragraph, Table, Tone
from parcelproof.shipment import Shipment
from parcelproof.shop import Shop
from parcelproof.steps.product_orders import orders_of

STATES: dict[str, tuple[str, Tone]] = {
    "missing": (N_("Missing"), "bad"), "weak": (N_("Weak"), "warn"), "unknown": (N_("Not known"), "unknown"),
    "there": (N_("There"), "good"), "not_needed": (N_("Not needed"), "plain"),
}  # fmt: skip
RECENT = 20
"""So many orders tell on which platforms a product sells."""


def proof_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return the platforms and what they miss: first those where the product sells.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    shelf = shop.on_shelf(chain)
    chains = proof_chains(shelf, shop.playbook, shop.now().date())
    sells = _sells_on(shop, chain)
    chains = tuple(sorted(chains, key=lambda one: one.platform not in sells))
    blocks: list[Block] = [_overview(chains, sells)]
    # The papers of seven platforms at once would hide the few that are needed now.
    asking = tuple(one for one in chains if one.platform in sells) or chains
    missing = _missing(asking)
    if missing:
        blocks += [Heading(text=_("What to find before a platform asks")), _missing_table(missing, shop)]
        if len(asking) < len(chains):
            blocks.append(Paragraph(text=_("This is for where the product sells today. Other platforms ask for more.")))
    elif shelf.supplier_proofs:
        words = _("Every paper that is asked for where the product sells is on record.")
        blocks.append(Paragraph(text=words, tone="good"))
    return tuple(blocks)


def _sells_on(shop: Shop, chain: str) -> set[str]:
    parcels: list[Shipment] = [
        shop.shipment(order.shipment_id, compare_photos=False) for order in orders_of(shop, chain)[:RECENT]
    ]
    return {platform_of(parcel) for parcel in parcels}


def _overview(chains: tuple[ProofChain, ...], sells: set[str]) -> Table:
    columns = (
        Column(title=_("Platform"), width=3), Column(title=_("State"), width=2, tight=True),
        Column(title=_("There"), align="end"), Column(title=_("To find"), align="end"),
    )  # fmt: skip
    rows = tuple(_platform(one, one.platform in sells) for one in chains)
    return Table(caption=_("Proof of origin, by platform"), columns=columns, rows=rows)


def _platform(one: ProofChain, sells: bool) -> tuple[Cell, ...]:
    missing = len(one.missing)
    words, tone = (_("Complete"), "good") if one.complete else (_("Not complete"), "warn" if sells else "note")
    there = sum(line.state == "there" for line in one.lines)
    name = PLATFORM_NAMES.get(one.platform, one.platform)
    return (
        Cell(text=name.capitalize() if name.islower() else name, small=_("this product sells here") if sells else ""),
        Cell.model_validate({"text": words, "tone": tone, "badge": True}),
        Cell(text=str(there)),
        Cell(text=str(missing)),
    )


def _missing(chains: tuple[ProofChain, ...]) -> dict[tuple[str, str], tuple[ProofLine, list[str]]]:
    """Return each thing to find once, with the platforms that ask for it."""
    found: dict[tuple[str, str], tuple[ProofLine, list[str]]] = {}
    for one in chains:
        for line in one.missing:
            names = found.setdefault((line.code, str(sorted(line.facts.items()))), (line, []))[1]
            name = PLATFORM_NAMES.get(one.platform, one.platform)
            if name not in names:
                names.append(name)
    return found


def _missing_table(missing: dict[tuple[str, str], tuple[ProofLine, list[str]]], shop: Shop) -> Table:
    columns = (
        Column(title=_("What"), width=4), Column(title=_("State"), width=2, tight=True),
        Column(title=_("Do this"), width=4), Column(title=_("Asked for by"), width=3),
    )  # fmt: skip
    rows = []
    for line, names in missing.values():
        title, why, fix = line.say(shop.playbook)
        words, tone = STATES[line.state]
        source = f"{line.rule.source.split(';')[0]} ({line.rule.as_of})"
        rows.append(
            (Cell(text=title, small=why), Cell(text=_(words), tone=tone, badge=True), Cell(text=fix),
             Cell(text=_(", ").join(names), small=source))
        )  # fmt: skip
    return Table(caption=_("What is missing"), columns=columns, rows=tuple(rows))
