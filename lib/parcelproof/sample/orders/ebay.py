"""eBay orders report, as the US and the UK site write it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from parcelproof.sample.orders.table import Row, columns, country_name, local, table
from parcelproof.sample.stories import SampleShop, Story

_EBAY_US = columns("""Sales Record Number|Order Number|Buyer Username|Buyer Name|Buyer Email|Buyer Note|Buyer Address 1|
Buyer City|Buyer Country|Ship To Name|Ship To Phone|Ship To Address 1|Ship To Address 2|Ship To City|Ship To State|
Ship To Zip|Ship To Country|Item Number|Item Title|Custom Label|Sold Via Promoted Listings|Quantity|Sold For|
Shipping And Handling|Seller Collected Tax|eBay Collected Tax|Total Price|eBay Collected Tax Included in Total|
Payment Method|Sale Date|Paid On Date|Ship By Date|Minimum Estimated Delivery Date|Maximum Estimated Delivery Date|
Shipped On Date|Feedback Left|Feedback Received|My Item Note|Shipping Service|Tracking Number|Transaction ID|
Variation Details""")
_EBAY_UK = columns("""Sales record number|Order number|Buyer username|Buyer name|Buyer email|Buyer note|Post to name|
Post to phone|Post to address 1|Post to address 2|Post to city|Post to county|Post to postcode|Post to country|
Item number|Item title|Custom label|Quantity|Sold for|Postage and packaging|eBay collected tax|Total price|
Payment method|Sale date|Paid on date|Post by date|Minimum estimated delivery date|Maximum estimated delivery date|
Dispatched on date|Delivery service|Tracking number|Transaction ID|Variation details""")
# The two sites name the same fields differently.
_UK_NAMES = {
    "Ship To Name": "Post to name", "Ship To Phone": "Post to phone", "Ship To Address 1": "Post to address 1",
    "Ship To Address 2": "Post to address 2", "Ship To City": "Post to city", "Ship To State": "Post to county",
    "Ship To Zip": "Post to postcode", "Ship To Country": "Post to country",
    "Shipping And Handling": "Postage and packaging", "Ship By Date": "Post by date",
    "Shipped On Date": "Dispatched on date", "Shipping Service": "Delivery service",
    "Transaction ID": "Transaction ID",
}  # fmt: skip


def _ebay_row(shop: SampleShop, story: Story, record: int) -> Row:
    (line, good), buyer = shop.lines(story)[0], story.buyer
    symbol = "$" if story.channel == "ebay_us" else "£"

    def day(at: datetime) -> str:
        return f"{local(at):%b-%d-%y}"

    earliest, latest = (f"{promised:%b-%d-%y}" for promised in story.promised)
    return {
        "Sales Record Number": str(record),
        "Order Number": story.order,
        "Buyer Username": buyer.user,
        "Buyer Name": buyer.name,
        "Buyer Email": buyer.email,
        "Buyer Address 1": buyer.line1,
        "Buyer City": buyer.city,
        "Buyer Country": country_name(buyer.country),
        "Ship To Name": buyer.name,
        "Ship To Phone": buyer.phone,
        "Ship To Address 1": buyer.line1,
        "Ship To Address 2": buyer.line2,
        "Ship To City": buyer.city,
        "Ship To State": buyer.state,
        "Ship To Zip": buyer.postcode,
        "Ship To Country": country_name(buyer.country),
        "Item Number": good.listing,
        "Item Title": good.title,
        "Custom Label": good.sku,
        "Sold Via Promoted Listings": "No",
        "Quantity": str(line.quantity),
        "Sold For": f"{symbol}{good.price:.2f}",
        "Shipping And Handling": f"{symbol}{story.shipping_paid:.2f}",
        "Seller Collected Tax": f"{symbol}0.00",
        "eBay Collected Tax": f"{symbol}{story.tax:.2f}",
        "Total Price": f"{symbol}{shop.total(story).amount:.2f}",
        "eBay Collected Tax Included in Total": "Yes",
        "Payment Method": "Managed payments",
        "Sale Date": day(story.paid),
        "Paid On Date": day(story.paid),
        "Ship By Date": day(story.paid + timedelta(days=3)),
        "Minimum Estimated Delivery Date": earliest,
        "Maximum Estimated Delivery Date": latest,
        "Shipped On Date": day(story.parcel.shipped),
        "Shipping Service": story.parcel.service,
        "Tracking Number": story.parcel.number,
        "Transaction ID": f"{good.listing}{record:04d}",
    }


def ebay_file(shop: SampleShop, stories: Sequence[Story], *, british: bool) -> bytes:
    """Return the file for these orders."""
    rows = []
    for record, story in enumerate(stories, 2101):
        row = _ebay_row(shop, story, record)
        if british:
            row = {_UK_NAMES.get(key, key.capitalize().replace("Ebay", "eBay")): value for key, value in row.items()}
            row = {key: value for key, value in row.items() if key in _EBAY_UK}
        rows.append(row)
    body = table(_EBAY_UK if british else _EBAY_US, rows)
    footer = f"\r\n{len(rows)} record(s) downloaded\r\nSeller ID : sample_harbour_goods\r\n"
    preamble = "\r\n" if british else "sep=,\r\n"
    return (preamble + body + footer).encode("utf-8-sig")
