"""TikTok Shop order export: a row that explains the columns, and cells that end with a tab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parcelproof.sample.orders.table import Row, country_name, local, table
from parcelproof.sample.stories import SampleShop, Story

_TIKTOK = {
    "Order ID": "Platform unique order ID.", "Order Status": "Order status.", "Order Substatus": "",
    "Cancelation/Return Type": "", "SKU ID": "Platform SKU ID.", "Seller SKU": "Seller SKU entered by the seller.",
    "Product Name": "", "Variation": "", "Quantity": "SKU sold quantity in the order.",
    "SKU Unit Original Price": "", "SKU Platform Discount": "", "SKU Seller Discount": "",
    "SKU Subtotal After Discount": "", "Shipping Fee After Discount": "", "Taxes": "", "Order Amount": "",
    "Created Time": "Order created time.", "Paid Time": "Order paid time.", "RTS Time": "", "Shipped Time": "",
    "Delivered Time": "", "Cancelled Time": "", "Fulfillment Type": "", "Warehouse Name": "", "Tracking ID": "",
    "Delivery Option": "", "Shipping Provider Name": "", "Buyer Message": "", "Buyer Username": "", "Recipient": "",
    "Phone #": "", "Country": "", "State": "", "City": "", "Zipcode": "", "Address Line 1": "", "Package ID": "",
}  # fmt: skip


def _tiktok_row(shop: SampleShop, story: Story) -> Row:
    (line, good), buyer = shop.lines(story)[0], story.buyer

    def moment(at: datetime) -> str:
        return f"{local(at):%m/%d/%Y %I:%M:%S %p}\t"

    def money(amount: object) -> str:
        return f"{story.paid_in} {amount:.2f}"

    return {
        "Order ID": f"{story.order}\t",
        "Order Status": "Shipped",
        "Order Substatus": "In transit",
        "SKU ID": good.listing if good.listing.isdigit() else "",
        "Seller SKU": good.sku,
        "Product Name": good.title,
        "Variation": "Default",
        "Quantity": str(line.quantity),
        "SKU Unit Original Price": money(good.price),
        "SKU Platform Discount": money(0),
        "SKU Seller Discount": money(0),
        "SKU Subtotal After Discount": money(good.price * line.quantity),
        "Shipping Fee After Discount": money(story.shipping_paid),
        "Taxes": money(story.tax),
        "Order Amount": money(shop.total(story).amount),
        "Created Time": moment(story.paid),
        "Paid Time": moment(story.paid),
        "RTS Time": moment(story.packed_at),
        "Shipped Time": moment(story.parcel.shipped),
        "Fulfillment Type": "Fulfillment by seller",
        "Warehouse Name": "Shenzhen 1",
        "Tracking ID": f"{story.parcel.number}\t",
        "Delivery Option": story.parcel.service,
        "Shipping Provider Name": story.parcel.carrier,
        "Buyer Username": buyer.user,
        "Recipient": buyer.name,
        "Phone #": buyer.phone,
        "Country": country_name(buyer.country),
        "State": buyer.state,
        "City": buyer.city,
        "Zipcode": buyer.postcode,
        "Address Line 1": buyer.line1,
        "Package ID": f"11{story.order[-16:]}",
    }


def tiktok_file(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
    rows = [_TIKTOK, *(_tiktok_row(shop, story) for story in stories)]
    return table(list(_TIKTOK), rows).encode("utf-8-sig")
