"""What the checks of all three product measures find now, in one place."""

from __future__ import annotations

from parcelproof.checks import run_checks
from parcelproof.findings import Level
from parcelproof.messages import _
from parcelproof.report.advice import advice
from parcelproof.report.blocks import Block, FindingList, Heading, Paragraph
from parcelproof.shop import Shop

STAGE = "product"


def open_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return the open points of a product, measure by measure, the most serious first.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    titles = {name: item.title for name, item in shop.playbook.items.items()}
    found = run_checks(shop.on_shelf(chain), shop.playbook, shop.now())
    blocks: list[Block] = []
    for measure in next(stage for stage in shop.playbook.stages if stage.id == STAGE).measures:
        own = sorted((f for f in found if f.measure == measure.id), key=lambda f: f.level.rank)
        open_ = [finding for finding in own if finding.level is not Level.PASS]
        words = _("{good} of {all} checks found everything in order.", good=len(own) - len(open_), all=len(own))
        blocks.append(Heading(text=f"{measure.number}. {measure.title}"))
        blocks.append(Paragraph(text=words, tone="plain" if open_ else "good"))
        if open_:
            blocks.append(FindingList(items=tuple(advice(one, titles) for one in open_), brief=True))
    return tuple(blocks)
