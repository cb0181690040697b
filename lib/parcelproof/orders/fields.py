"""The fields that an order file can fill, and the question that asks a person for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from parcelproof.messages import N_

Kind = Literal["id", "text", "date", "money", "count", "country", "weight", "tracking", "currency"]


@dataclass(frozen=True)
class OrderField:
    """One thing that a column can hold.

    Attributes
    ----------
    name : str
    kind : str
        How the cell is read.
    question : str
        Asked once when a file is mapped by hand, marked for translation; empty if only a known format can fill it.
    required : bool
    """

    name: str
    kind: Kind
    question: str = ""
    required: bool = False


FIELDS: tuple[OrderField, ...] = (
    OrderField("order_id", "id", N_("Which column holds the order number?"), required=True),
    OrderField("link_id", "id"),
    OrderField("line_id", "id", N_("Which column holds the number of the order line (one per article)?")),
    OrderField("title", "text", N_("Which column holds the name of the article?")),
    OrderField("quantity", "count", N_("Which column holds how many pieces were bought?")),
    OrderField("sku", "id", N_("Which column holds your own article number (SKU)?")),
    OrderField("variation", "text", N_("Which column holds the variation, such as colour or size?")),
    OrderField("listing_id", "id", N_("Which column holds the number of the listing?")),
    OrderField("category", "text", N_("Which column holds the product category?")),
    OrderField("unit_price", "money", N_("Which column holds the price of one piece?")),
    OrderField(
        "line_total", "money", N_("Which column holds the price of the whole line (all pieces of one article)?")
    ),
    OrderField("checked_price", "money"),
    OrderField("line_shipping", "money"),
    OrderField("line_tax", "money"),
    OrderField("line_seller_discount", "money"),
    OrderField("line_platform_discount", "money"),
    OrderField("currency", "currency", N_("Which column holds the currency?")),
    OrderField("goods", "money", N_("Which column holds what the buyer paid for all goods, without shipping and tax?")),
    OrderField("shipping_paid", "money", N_("Which column holds what the buyer paid for shipping?")),
    OrderField("tax", "money", N_("Which column holds the tax?")),
    OrderField("platform_tax", "money"),
    OrderField("seller_discount", "money", N_("Which column holds the discount that you gave?")),
    OrderField("platform_discount", "money", N_("Which column holds the discount that the platform paid?")),
    OrderField("total", "money", N_("Which column holds everything that the buyer paid?")),
    OrderField("placed_at", "date", N_("Which column holds when the order was placed?")),
    OrderField("paid_at", "date", N_("Which column holds when it was paid?")),
    OrderField("ship_by", "date", N_("Which column holds the last day to dispatch?")),
    OrderField("promised_from", "date", N_("Which column holds the first promised delivery day?")),
    OrderField("promised_by", "date", N_("Which column holds the last promised delivery day?")),
    OrderField("cancelled_at", "date", N_("Which column holds when it was cancelled?")),
    OrderField("status", "text", N_("Which column holds the order status?")),
    OrderField("status_detail", "text"),
    OrderField("destination", "country", N_("Which column holds the country of delivery?")),
    OrderField("ship_name", "text", N_("Which column holds the name on the parcel (consignee)?")),
    OrderField("ship_company", "text", N_("Which column holds the company on the parcel?")),
    OrderField("ship_line1", "text", N_("Which column holds the street (first address line)?")),
    OrderField("ship_line2", "text", N_("Which column holds the second address line?")),
    OrderField("ship_line3", "text", N_("Which column holds the third address line?")),
    OrderField("ship_city", "text", N_("Which column holds the city?")),
    OrderField("ship_state", "text", N_("Which column holds the state, province or county?")),
    OrderField("ship_postal_code", "id", N_("Which column holds the postal code?")),
    OrderField("buyer_name", "text", N_("Which column holds the name of the buyer?")),
    OrderField("buyer_username", "text", N_("Which column holds the buyer's user name?")),
    OrderField("buyer_email", "text", N_("Which column holds the buyer's e-mail address?")),
    OrderField("buyer_phone", "text", N_("Which column holds the buyer's phone number?")),
    OrderField("buyer_note", "text", N_("Which column holds the buyer's note to you?")),
    OrderField("service_ordered", "text", N_("Which column holds the shipping service that the buyer chose?")),
    OrderField("tracking_number", "tracking", N_("Which column holds the tracking number?")),
    OrderField("carrier", "text", N_("Which column holds the carrier?")),
    OrderField("service", "text", N_("Which column holds the service that you used?")),
    OrderField("confirmation", "text"),
    OrderField("shipped_at", "date", N_("Which column holds when you dispatched the parcel?")),
    OrderField("insured", "money", N_("Which column holds the insured value?")),
    OrderField("shipping_cost", "money", N_("Which column holds what shipping cost you?")),
    OrderField("weight_packed", "weight", N_("Which column holds the weight of the packed parcel on your scale?")),
    OrderField("weight_net", "weight", N_("Which column holds the weight of the goods without packaging?")),
    OrderField("weight_declared", "weight", N_("Which column holds the weight on the customs form?")),
    OrderField("weight_unit", "text", N_("Which column holds the unit of the weight (g, kg, lb, oz)?")),
)

BY_NAME: dict[str, OrderField] = {field.name: field for field in FIELDS}

MAPPABLE_FIELDS: list[OrderField] = [field for field in FIELDS if field.question]
"""The fields that a person can map, in the order in which to ask."""
