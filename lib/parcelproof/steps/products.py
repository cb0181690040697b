"""The products of the shop: the list to choose from, and a new one entered by hand."""

from __future__ import annotations

from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.ids import product_chain
from parcelproof.ledger.records import Product
from parcelproof.messages import N_, _
from parcelproof.shop import Shop
from parcelproof.steps.current import choose_product
from parcelproof.steps.field import Field
from parcelproof.steps.form import Values, text

FIELDS: tuple[Field, ...] = (
    Field(
        "sku",
        N_("Your SKU"),
        required=True,
        example="LMP-01",
        help=N_("Your own number of the product, as in your orders."),
    ),
    Field("title", N_("What it is called"), required=True, example="LED desk lamp, USB-C"),
)


@dataclass(frozen=True)
class ProductLine:
    """One product in a list.

    Attributes
    ----------
    chain : str
    label : str
        What a person reads.
    """

    chain: str
    label: str


def product_lines(shop: Shop, wanted: str = "") -> list[ProductLine]:
    """Return the products whose SKU, title or listing number holds a text, oldest first."""
    sought = wanted.strip().casefold()
    lines = []
    for chain in shop.product_ids():
        file = shop.product(chain)
        words = (file.sku, file.title, *file.listing_ids)
        if not sought or any(sought in word.casefold() for word in words):
            name = " ".join(file.title.split())[:80] or _("without a title")
            lines.append(ProductLine(chain, f"{file.sku or chain.partition(':')[2]} · {name}"))
    return lines


def create_product(shop: Shop, values: Values) -> str:
    """Record a new product and choose it; return the name of its chain.

    Raises
    ------
    InputError
        If a field is missing, or the product is there already.
    """
    for field in FIELDS:
        if field.required and not text(values, field.name):
            raise InputError(_("{label} is empty.", label=field.said().label), where=field.name)
    sku = text(values, "sku")
    chain = product_chain(sku)
    if shop.find_product(sku) or chain in shop.product_ids():
        raise InputError(_("A product with this SKU is there already."), where="sku", mend=_("Choose it in the list."))
    shop.record(chain, Product(sku=sku, title=text(values, "title")), source="page:product")
    choose_product(shop, chain)
    return chain
