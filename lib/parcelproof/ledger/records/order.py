"""The order as the platform exported it, with its items and gifts."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from parcelproof.ledger.records.base import PRIVATE, Country, PrivateText, Record, Short, Text, short_digest
from parcelproof.units import Money


class Address(BaseModel):
    """Where the parcel goes, as the order says it. Country is kept apart, on the order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Short = ""
    company: Short = ""
    line1: Short = ""
    line2: Short = ""
    line3: Short = ""
    city: Short = ""
    state: Short = ""
    postal_code: Short = ""


class Order(Record):
    """The order as the platform exported it.

    ``goods`` is what the buyer paid for goods (freight and tax apart); ``total`` is everything.
    ``promised_from``/``promised_by`` is the delivery window shown to the buyer.
    """

    kind: ClassVar[str] = "order"

    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    order_id: Short
    placed_at: AwareDatetime | None = None
    paid_at: AwareDatetime | None = None
    ship_by: AwareDatetime | None = None
    promised_from: AwareDatetime | None = None
    promised_by: AwareDatetime | None = None
    cancelled_at: AwareDatetime | None = None
    status: Short = ""
    goods: Money | None = None
    shipping_paid: Money | None = None
    tax: Money | None = None
    seller_discount: Money | None = None
    platform_discount: Money | None = None
    total: Money | None = None
    destination: Country | None = None
    ship_to: Annotated[Address | None, PRIVATE] = None
    buyer_name: PrivateText = ""
    buyer_username: PrivateText = ""
    buyer_email: PrivateText = ""
    buyer_phone: PrivateText = ""
    buyer_note: PrivateText = ""
    service_ordered: Short = ""


class Item(Record):
    """One line of the order."""

    kind: ClassVar[str] = "item"

    line_id: Short
    title: Text
    quantity: Annotated[int, Field(ge=0, le=1_000_000)]
    sku: Short = ""
    variation: Text = ""
    listing_id: Short = ""
    unit_price: Money | None = None
    category: Short = ""
    serials: tuple[Short, ...] = ()

    @property
    def slot(self) -> str:
        """One slot per order line."""
        return f"item:{self.line_id}"


class Gift(Record):
    """A free article put into the parcel. Quantity 0 takes back a gift that does not go in after all."""

    kind: ClassVar[str] = "gift"

    description: Short
    quantity: Annotated[int, Field(ge=0, le=10_000)] = 1
    on_product_page: bool
    confirmed_at: AwareDatetime | None = None
    confirmed_channel: Short = ""
    confirmation_text: PrivateText = ""
    restricted: bool = False

    @property
    def slot(self) -> str:
        """One slot per described gift."""
        return f"gift:{short_digest(self.description)}"
