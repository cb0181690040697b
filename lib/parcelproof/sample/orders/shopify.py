"""Shopify orders export: the order's own columns only on its first row, and no tracking number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parcelproof.sample.orders.table import Row, columns, table
from parcelproof.sample.stories import SampleShop, Story

_SHOPIFY = columns("""Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|
Subtotal|Shipping|Taxes|Total|Discount Code|Discount Amount|Shipping Method|Created at|Lineitem quantity|Lineitem name|
Lineitem price|Lineitem compare at price|Lineitem sku|Lineitem requires shipping|Lineitem taxable|
Lineitem fulfillment status|Billing Name|Billing Country|Shipping Name|Shipping Street|Shipping Address1|
Shipping Address2|Shipping Company|Shipping City|Shipping Zip|Shipping Province|Shipping Country|Shipping Phone|Notes|
Note Attributes|Cancelled at|Payment Method|Payment Reference|Refunded Amount|Vendor|Id|Tags|Risk Level|Source|
Lineitem discount|Phone""")


def _shopify_rows(shop: SampleShop, story: Story) -> Iterable[Row]:
    for position, (line, good) in enumerate(shop.lines(story)):
        # Only the first row of an order carries the order's own columns.
        yield {
            "Name": story.order,
            "Email": story.buyer.email,
            **(_shopify_order(shop, story) if position == 0 else {}),
            "Created at": f"{story.paid:%Y-%m-%d %H:%M:%S %z}",
            "Lineitem quantity": str(line.quantity),
            "Lineitem name": good.title,
            "Lineitem price": f"{good.price:.2f}",
            "Lineitem sku": good.sku,
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled",
            "Lineitem discount": "0.00",
            "Vendor": "Sample Harbour Goods",
        }


def _shopify_order(shop: SampleShop, story: Story) -> Row:
    buyer = story.buyer
    street = f"{buyer.line1}, {buyer.line2}" if buyer.line2 else buyer.line1
    return {
        "Financial Status": "paid",
        "Paid at": f"{story.paid:%Y-%m-%d %H:%M:%S %z}",
        "Fulfillment Status": "fulfilled",
        "Fulfilled at": f"{story.parcel.shipped:%Y-%m-%d %H:%M:%S %z}",
        "Accepts Marketing": "no",
        "Currency": story.paid_in,
        "Subtotal": f"{shop.goods_total(story):.2f}",
        "Shipping": f"{story.shipping_paid:.2f}",
        "Taxes": f"{story.tax:.2f}",
        "Total": f"{shop.total(story).amount:.2f}",
        "Discount Amount": "0.00",
        "Shipping Method": story.parcel.service,
        "Billing Name": buyer.name,
        "Billing Country": buyer.country,
        "Shipping Name": buyer.name,
        "Shipping Street": street,
        "Shipping Address1": buyer.line1,
        "Shipping Address2": buyer.line2,
        "Shipping City": buyer.city,
        "Shipping Zip": f"'{buyer.postcode}" if buyer.postcode else "",
        "Shipping Province": buyer.state,
        "Shipping Country": buyer.country,
        "Shipping Phone": buyer.phone,
        "Payment Method": "Shopify Payments",
        "Refunded Amount": "0.00",
        "Risk Level": "Low",
        "Source": "web",
    }


def shopify_file(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
    rows = (row for story in stories for row in _shopify_rows(shop, story))
    return table(_SHOPIFY, rows).encode("utf-8")
