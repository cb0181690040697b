"""What titles, brand field, price and GTIN of one product say about its brand, in words."""

from __future__ import annotations

from parcelproof.product.brands.answer import BrandAnswer, find_brand
from parcelproof.product.brands.check import offers
from parcelproof.product.brands.shell import reason_words
from parcelproof.product.identifiers import check_gtin
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.shop import Shop

LEVELS: dict[str, tuple[str, Tone]] = {
    "high": ("Take care", "warn"), "look": ("Look at it", "note"), "none": ("Nothing", "good"),
}  # fmt: skip


def brand_blocks(shop: Shop, chain: str) -> tuple[Block, ...]:
    """Return what is seen in each title under which the product is offered.

    Parameters
    ----------
    shop : Shop
    chain : str
        Name of the product's chain.
    """
    shelf, book = shop.on_shelf(chain), shop.playbook
    found = [
        (offer, find_brand(offer.title, brand_field=offer.brand_field, category=offer.category, price=offer.price,
                           reference_price=offer.reference_price, playbook=book, on=shop.now().date()))
        for offer in offers(shelf)
    ]  # fmt: skip
    if not found:
        return (Paragraph(text="The product has no title yet. Describe it first.", tone="note"),)
    columns = (
        Column(title="Title", width=4), Column(title="Brand seen", width=2),
        Column(title="Signs", width=2, tight=True), Column(title="In words", width=6),
    )  # fmt: skip
    rows = tuple(
        _row(offer.title, offer.brand_field, answer, [reason_words(r, offer.title, book) for r in answer.reasons])
        for offer, answer in found
    )
    words = "This reads letters, words and prices. It cannot see the goods: only papers prove where they come from."
    table = Table(caption="What the titles say about the brand", columns=columns, rows=rows)
    return (_sentence([answer for _, answer in found]), table, *_facts(shop, chain, found[0][1]), Paragraph(text=words))


def _sentence(answers: list[BrandAnswer]) -> Paragraph:
    levels = {answer.level for answer in answers}
    if "high" in levels:
        return Paragraph(
            text="Something here is read as a sign of counterfeit. Mend it, or prove it wrong.", tone="warn"
        )
    if "look" in levels:
        return Paragraph(text="Something here can be misread. Look at it before a buyer does.", tone="note")
    brands = list(dict.fromkeys(answer.brand for answer in answers if answer.brand and answer.claim == "claimed"))
    if brands:
        words = f"The brand {', '.join(brands)} is named plainly. Keep its papers below."
        return Paragraph(text=words, tone="good")
    return Paragraph(text="No brand of our list is named, and nothing looks like one.", tone="good")


def _row(title: str, brand_field: str, answer: BrandAnswer, said: list[str]) -> tuple[Cell, ...]:
    words, tone = LEVELS[answer.level]
    fits = "only fits it" if answer.claim == "compatible" else f"written “{answer.written}”" if answer.disguise else ""
    return (
        Cell(text=title[:200], small=f"brand field: {brand_field[:80]}" if brand_field else "no brand field"),
        Cell(text=answer.brand or "None of our list", small=fits),
        Cell(text=words, tone=tone, badge=True),
        Cell(text="\n".join(said) or "Nothing speaks against it."),
    )


def _facts(shop: Shop, chain: str, answer: BrandAnswer) -> tuple[Block, ...]:
    product = shop.product(chain).product
    if product is None:
        return ()
    gtin = check_gtin(product.gtin)
    tones: dict[str, Tone] = {"right": "plain", "wrong": "bad", "cannot_tell": "unknown", "none": "unknown"}
    share = f"{answer.share * 100:.0f} % of the usual price" if answer.share is not None else ""
    rows = (
        Fact(label="GTIN", value=gtin.number or "Not stated", note=gtin.reason, tone=tones[gtin.state]),
        Fact(label="Price", value=str(product.price or "Not stated"), note=share),
        Fact(label="Usual price", value=str(product.reference_price or "Not stated"),
             note="" if product.reference_price else "Without it nobody can say if the price is too low to be true."),
        Fact(label="Serial numbers on record", value=str(sum(bool(u.serial) for u in shop.product(chain).units))),
    )  # fmt: skip
    return (KeyValues(rows=rows),)
