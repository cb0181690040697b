"""What titles, brand field, price and GTIN of one product say about its brand, in words."""

from __future__ import annotations

from parcelproof.messages import N_, _
from parcelproof.product.brands.answer import BrandAnswer, find_brand
from parcelproof.product.brands.check import offers
from parcelproof.product.brands.shell import reason_words
from parcelproof.product.identifiers import check_gtin
from parcelproof.report.blocks import Block, Cell, Column, Fact, KeyValues, Paragraph, Table, Tone
from parcelproof.shop import Shop

LEVELS: dict[str, tuple[str, Tone]] = {
    "high": (N_("Take care"), "warn"), "look": (N_("Look at it"), "note"), "none": (N_("Nothing"), "good"),
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
        return (Paragraph(text=_("The product has no title yet. Describe it first."), tone="note"),)
    columns = (
        Column(title=_("Title"), width=4), Column(title=_("Brand seen"), width=2),
        Column(title=_("Signs"), width=2, tight=True), Column(title=_("Why"), width=6),
    )  # fmt: skip
    rows = tuple(
        _row(offer.title, offer.brand_field, answer, [reason_words(r, offer.title, book) for r in answer.reasons])
        for offer, answer in found
    )
    words = _("This reads letters, words and prices. It cannot see the goods: only papers prove where they come from.")
    table = Table(caption=_("What the titles say about the brand"), columns=columns, rows=rows)
    return (
        _sentence([answer for _offer, answer in found]),
        table,
        *_facts(shop, chain, found[0][1]),
        Paragraph(text=words),
    )


def _sentence(answers: list[BrandAnswer]) -> Paragraph:
    levels = {answer.level for answer in answers}
    if "high" in levels:
        return Paragraph(
            text=_("Something here is read as a sign of counterfeit. Mend it, or prove it wrong."), tone="warn"
        )
    if "look" in levels:
        return Paragraph(text=_("Something here can be misread. Look at it before a buyer does."), tone="note")
    brands = list(dict.fromkeys(answer.brand for answer in answers if answer.brand and answer.claim == "claimed"))
    if brands:
        words = _("The brand {brands} is named plainly. Keep its papers below.", brands=_(", ").join(brands))
        return Paragraph(text=words, tone="good")
    return Paragraph(text=_("No brand of our list is named, and nothing looks like one."), tone="good")


def _row(title: str, brand_field: str, answer: BrandAnswer, said: list[str]) -> tuple[Cell, ...]:
    words, tone = LEVELS[answer.level]
    fits = _("written “{words}”", words=answer.written) if answer.disguise else ""
    if answer.claim == "compatible":
        fits = _("only fits it")
    field = _("brand field: {brand}", brand=brand_field[:80]) if brand_field else _("no brand field")
    return (
        Cell(text=title[:200], small=field),
        Cell(text=answer.brand or _("None of our list"), small=fits),
        Cell(text=_(words), tone=tone, badge=True),
        Cell(text="\n".join(said) or _("Nothing speaks against it.")),
    )


def _facts(shop: Shop, chain: str, answer: BrandAnswer) -> tuple[Block, ...]:
    product = shop.product(chain).product
    if product is None:
        return ()
    gtin = check_gtin(product.gtin)
    tones: dict[str, Tone] = {"right": "plain", "wrong": "bad", "cannot_tell": "unknown", "none": "unknown"}
    share = _("{share} % of the usual price", share=f"{answer.share * 100:.0f}") if answer.share is not None else ""
    without = _("Without it nobody can say if the price is too low to be true.") if not product.reference_price else ""
    rows = (
        Fact(label="GTIN", value=gtin.number or _("Not stated"), note=gtin.reason, tone=tones[gtin.state]),
        Fact(label=_("Price"), value=str(product.price or _("Not stated")), note=share),
        Fact(label=_("Usual price"), value=str(product.reference_price or _("Not stated")), note=without),
        Fact(label=_("Serial numbers on record"), value=str(sum(bool(u.serial) for u in shop.product(chain).units))),
    )  # fmt: skip
    return (KeyValues(rows=rows),)
