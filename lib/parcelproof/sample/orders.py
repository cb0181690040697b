"""Writes the order files of the sample shop as the platforms export them, with their usual oddities."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO

import pycountry

from parcelproof.sample.stories import Good, Line, SampleShop, Story

SELLER_ZONE = timezone(timedelta(hours=8))
"""The shop sits in China: files without an offset are written in this time."""

Row = dict[str, str]


def _table(header: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> str:
    out = StringIO()
    writer = csv.DictWriter(out, header, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _country(code: str) -> str:
    names = {"RU": "Russia", "US": "United States", "GB": "United Kingdom"}
    found = pycountry.countries.get(alpha_2=code)
    return names.get(code) or (str(found.name) if found else code)


def _local(at: datetime) -> datetime:
    return at.astimezone(SELLER_ZONE)


def _header(text: str) -> list[str]:
    return [name.strip() for name in text.replace("\n", " ").split("|")]


# -- eBay ---------------------------------------------------------------------------------------

_EBAY_US = _header("""Sales Record Number|Order Number|Buyer Username|Buyer Name|Buyer Email|Buyer Note|Buyer Address 1|
Buyer City|Buyer Country|Ship To Name|Ship To Phone|Ship To Address 1|Ship To Address 2|Ship To City|Ship To State|
Ship To Zip|Ship To Country|Item Number|Item Title|Custom Label|Sold Via Promoted Listings|Quantity|Sold For|
Shipping And Handling|Seller Collected Tax|eBay Collected Tax|Total Price|eBay Collected Tax Included in Total|
Payment Method|Sale Date|Paid On Date|Ship By Date|Minimum Estimated Delivery Date|Maximum Estimated Delivery Date|
Shipped On Date|Feedback Left|Feedback Received|My Item Note|Shipping Service|Tracking Number|Transaction ID|
Variation Details""")
_EBAY_UK = _header("""Sales record number|Order number|Buyer username|Buyer name|Buyer email|Buyer note|Post to name|
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
        return f"{_local(at):%b-%d-%y}"

    earliest, latest = (f"{promised:%b-%d-%y}" for promised in story.promised)
    return {
        "Sales Record Number": str(record),
        "Order Number": story.order,
        "Buyer Username": buyer.user,
        "Buyer Name": buyer.name,
        "Buyer Email": buyer.email,
        "Buyer Address 1": buyer.line1,
        "Buyer City": buyer.city,
        "Buyer Country": _country(buyer.country),
        "Ship To Name": buyer.name,
        "Ship To Phone": buyer.phone,
        "Ship To Address 1": buyer.line1,
        "Ship To Address 2": buyer.line2,
        "Ship To City": buyer.city,
        "Ship To State": buyer.state,
        "Ship To Zip": buyer.postcode,
        "Ship To Country": _country(buyer.country),
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


def _ebay(shop: SampleShop, stories: Sequence[Story], *, british: bool) -> bytes:
    rows = []
    for record, story in enumerate(stories, 2101):
        row = _ebay_row(shop, story, record)
        if british:
            row = {_UK_NAMES.get(key, key.capitalize().replace("Ebay", "eBay")): value for key, value in row.items()}
            row = {key: value for key, value in row.items() if key in _EBAY_UK}
        rows.append(row)
    table = _table(_EBAY_UK if british else _EBAY_US, rows)
    footer = f"\r\n{len(rows)} record(s) downloaded\r\nSeller ID : sample_harbour_goods\r\n"
    preamble = "\r\n" if british else "sep=,\r\n"
    return (preamble + table + footer).encode("utf-8-sig")


# -- Shopify ------------------------------------------------------------------------------------

_SHOPIFY = _header("""Name|Email|Financial Status|Paid at|Fulfillment Status|Fulfilled at|Accepts Marketing|Currency|
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


def _shopify(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    rows = (row for story in stories for row in _shopify_rows(shop, story))
    return _table(_SHOPIFY, rows).encode("utf-8")


# -- Amazon -------------------------------------------------------------------------------------

_AMAZON = _header("""order-id|order-item-id|purchase-date|payments-date|reporting-date|promise-date|days-past-promise|
buyer-email|buyer-name|buyer-phone-number|sku|product-name|quantity-purchased|quantity-shipped|quantity-to-ship|
currency|item-price|item-tax|shipping-price|shipping-tax|ship-service-level|recipient-name|ship-address-1|
ship-address-2|ship-address-3|ship-city|ship-state|ship-postal-code|ship-country|earliest-delivery-date|
latest-delivery-date|is-business-order""")
_CONFIRMATION = _header(
    "order-id|order-item-id|quantity|ship-date|carrier-code|carrier-name|tracking-number|ship-method"
)


def _amazon_row(story: Story, position: int, line: Line, good: Good) -> Row:
    buyer, first = story.buyer, position == 0
    earliest, latest = story.promised
    return {
        "order-id": story.order,
        "order-item-id": f"{story.order.replace('-', '')[-10:]}{position + 1:04d}",
        "purchase-date": story.paid.isoformat(),
        "payments-date": story.paid.isoformat(),
        "promise-date": (story.paid + timedelta(days=3)).isoformat(),
        "days-past-promise": "0",
        "buyer-email": buyer.email,
        "buyer-name": buyer.name,
        "buyer-phone-number": buyer.phone,
        "sku": good.sku,
        "product-name": good.title,
        "quantity-purchased": str(line.quantity),
        "quantity-shipped": "0",
        "quantity-to-ship": str(line.quantity),
        "currency": story.paid_in,
        "item-price": f"{good.price * line.quantity:.2f}",
        "item-tax": f"{story.tax:.2f}" if first else "0.00",
        "shipping-price": f"{story.shipping_paid:.2f}" if first else "0.00",
        "shipping-tax": "0.00",
        "ship-service-level": "Standard",
        "recipient-name": buyer.name,
        "ship-address-1": buyer.line1,
        "ship-address-2": buyer.line2,
        "ship-city": buyer.city,
        "ship-state": buyer.state,
        "ship-postal-code": buyer.postcode,
        "ship-country": buyer.country,
        "earliest-delivery-date": f"{earliest:%Y-%m-%d}T00:00:00+08:00",
        "latest-delivery-date": f"{latest:%Y-%m-%d}T23:59:59+08:00",
        "is-business-order": "false",
    }


def _amazon(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    rows = (_amazon_row(s, n, line, good) for s in stories for n, (line, good) in enumerate(shop.lines(s)))
    return _table(_AMAZON, rows, delimiter="\t").encode("utf-8")


def _confirmation(stories: Sequence[Story]) -> bytes:
    rows = (
        {
            "order-id": story.order,
            "ship-date": story.parcel.shipped.isoformat(),
            "carrier-code": "Other",
            "carrier-name": story.parcel.carrier,
            "tracking-number": story.parcel.number,
            "ship-method": story.parcel.service,
        }
        for story in stories
    )
    return _table(_CONFIRMATION, rows, delimiter="\t").encode("utf-8")


# -- Etsy ---------------------------------------------------------------------------------------

_ETSY = _header("""Sale Date|Item Name|Buyer|Quantity|Price|Coupon Code|Coupon Details|Discount Amount|
Shipping Discount|Order Shipping|Order Sales Tax|Item Total|Currency|Transaction ID|Listing ID|Date Paid|Date Shipped|
Ship Name|Ship Address1|Ship Address2|Ship City|Ship State|Ship Zipcode|Ship Country|Order ID|Variations|Order Type|
Listings Type|Payment Type|InPerson Discount|InPerson Location|VAT Paid by Buyer|SKU""")


def _etsy_row(story: Story, line: Line, good: Good) -> Row:
    buyer = story.buyer
    return {
        "Sale Date": f"{_local(story.paid):%m/%d/%y}",
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
        "Date Paid": f"{_local(story.paid):%m/%d/%Y}",
        "Date Shipped": f"{_local(story.parcel.shipped):%m/%d/%Y}",
        "Ship Name": buyer.name,
        "Ship Address1": buyer.line1,
        "Ship Address2": buyer.line2,
        "Ship City": buyer.city,
        "Ship State": buyer.state,
        "Ship Zipcode": buyer.postcode,
        "Ship Country": _country(buyer.country),
        "Order ID": story.order,
        "Order Type": "online",
        "Listings Type": "listing",
        "Payment Type": "online_cc",
        "SKU": good.sku,
    }


def _etsy(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    rows = (_etsy_row(story, line, good) for story in stories for line, good in shop.lines(story))
    return _table(_ETSY, rows).encode("utf-8")


# -- TikTok Shop --------------------------------------------------------------------------------

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
        return f"{_local(at):%m/%d/%Y %I:%M:%S %p}\t"

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
        "Country": _country(buyer.country),
        "State": buyer.state,
        "City": buyer.city,
        "Zipcode": buyer.postcode,
        "Address Line 1": buyer.line1,
        "Package ID": f"11{story.order[-16:]}",
    }


def _tiktok(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    rows = [_TIKTOK, *(_tiktok_row(shop, story) for story in stories)]
    return _table(list(_TIKTOK), rows).encode("utf-8-sig")


# -- ShipStation: brings the tracking numbers of shops that export none ---------------------------

_SHIPSTATION = _header("""Order - Number|Date - Order Date|Date - Shipped Date|Ship To - Name|Ship To - Country|
Ship To - Postal Code|Shipment - Carrier|Shipment - Service|Service - Confirmation Type|Shipment - Tracking Number""")


def _shipstation(stories: Sequence[Story]) -> bytes:
    rows = (
        {
            "Order - Number": story.order,
            "Date - Order Date": f"{_local(story.paid):%m/%d/%Y %I:%M:%S %p}",
            "Date - Shipped Date": f"{_local(story.parcel.shipped):%m/%d/%Y %I:%M:%S %p}",
            "Ship To - Name": story.buyer.name,
            "Ship To - Country": story.buyer.country,
            "Ship To - Postal Code": story.buyer.postcode,
            "Shipment - Carrier": story.parcel.carrier,
            "Shipment - Service": story.parcel.service,
            "Service - Confirmation Type": "Signature" if story.parcel.signature else "None",
            "Shipment - Tracking Number": story.parcel.number,
        }
        for story in sorted(stories, key=lambda s: s.parcel.shipped.astimezone(UTC))
    )
    return _table(_SHIPSTATION, rows).encode("utf-8-sig")


def order_files(shop: SampleShop) -> dict[str, bytes]:
    """Return file name and content of each order export."""

    def of(*channels: str) -> list[Story]:
        return [story for story in shop.stories if story.channel in channels]

    return {
        "ebay-us-orders.csv": _ebay(shop, of("ebay_us"), british=False),
        "ebay-uk-orders.csv": _ebay(shop, of("ebay_uk"), british=True),
        "shopify-orders.csv": _shopify(shop, of("shopify")),
        "amazon-unshipped.tsv": _amazon(shop, of("amazon")),
        "amazon-shipment-confirmation.tsv": _confirmation(of("amazon")),
        "etsy-sold-order-items.csv": _etsy(shop, of("etsy")),
        "tiktok-shop-orders.csv": _tiktok(shop, of("tiktok")),
        "shipstation-shipments.csv": _shipstation(of("shopify", "etsy")),
    }
