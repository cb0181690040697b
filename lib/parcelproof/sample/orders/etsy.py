"""Etsy sold order items: month first, and no tracking number."""

from __future__ import annotations

from collections.abc import Sequence

from parcelproof.sample.orders.table import Row, columns, country_name, local, table
from parcelproof.sample.stories import Good, Line, SampleShop, Story

_ETSY = columns("""Sale Date|Item Name|Buyer|Quantity|Price|Coupon Code|Coupon Details|Discount Amount|
Shipping Discount|Order Shipping|Order Sales Tax|Item Total|Currency|Transaction ID|Listing ID|Date Paid|Date Shipped|
Ship Name|Ship Address1|Ship Address2|Ship City|Ship State|Ship Zipcode|Ship Country|Order ID|Variations|Order Type|
Listings Type|Payment Type|InPerson Discount|InPerson Location|VAT Paid by Buyer|SKU""")


def _etsy_row(story: Story, line: Line, good: Good) -> Row:
    buyer = story.buyer
    return {
        "Sale Date": f"{local(story.paid):%m/%d/%y}",
        "Item Name": good.title,
        "Buyer": f"{buyer.name} ({buyer.user})",
        "Quantity": str(line.quantity),
        "Price": f"{good.price:.2f}",
        "Discount Amount": "0.00",
        "Shipping Discount": "0.00",
        "Order Shipping": f"{story.shipping_paid:.2f}",
        "Order Sales Tax": f"{story.tax:.2f}",
        "Item Total": f"{good.price * line.quantity:.2f}",
        "Currency": story.paid_in,
        "Transaction ID": f"4{story.order[1:]}",
        "Listing ID": good.listing,
        "Date Paid": f"{local(story.paid):%m/%d/%Y}",
        "Date Shipped": f"{local(story.parcel.shipped):%m/%d/%Y}",
        "Ship Name": buyer.name,
        "Ship Address1": buyer.line1,
        "Ship Address2": buyer.line2,
        "Ship City": buyer.city,
        "Ship State": buyer.state,
        "Ship Zipcode": buyer.postcode,
        "Ship Country": country_name(buyer.country),
        "Order ID": story.order,
        "Order Type": "online",
        "Listings Type": "listing",
        "Payment Type": "online_cc",
        "SKU": good.sku,
    }


def etsy_file(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
    rows = (_etsy_row(story, line, good) for story in stories for line, good in shop.lines(story))
    return table(_ETSY, rows).encode("utf-8")
