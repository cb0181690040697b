"""Advice on what the seller states about a product: what cannot be read, so that nothing can be compared with it."""

from __future__ import annotations

from collections.abc import Callable

from parcelproof.messages import N_, _
from parcelproof.product.identifiers import check_gtin
from parcelproof.product.said_values import read_grams, read_hs, read_origin
from parcelproof.report.blocks import Block, Heading, Paragraph
from parcelproof.steps.form import Context, Values, text

READ: tuple[tuple[str, Callable[[str], object | None], str], ...] = (
    ("net_weight", read_grams, N_("The net weight cannot be read. Write a number and a unit, like 138 g.")),
    ("packed_weight", read_grams, N_("The packed weight cannot be read. Write a number and a unit, like 200 g.")),
    ("origin", read_origin, N_("The country of origin cannot be read. Write two letters, like CN.")),
    ("hs6", read_hs, N_("The HS code cannot be read. Write six digits at least.")),
)


def advise(values: Values, context: Context) -> tuple[Block, ...]:
    """Return what to look at before confirming."""
    blocks: list[Block] = []
    gtin = check_gtin(text(values, "a_gtin"))
    if gtin.state == "wrong":
        blocks.append(Paragraph(text=_("{part}: {why}", part="GTIN", why=gtin.reason), tone="bad"))
    for name, read, words in READ:
        said = text(values, f"a_{name}")
        if said and read(said) is None:
            blocks.append(Paragraph(text=_(words), tone="warn"))
    return (Heading(text=_("What to look at")), *blocks) if blocks else ()
