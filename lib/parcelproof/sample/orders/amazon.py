"""Amazon unshipped orders, and the confirmation file that brings their tracking numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from parcelproof.sample.orders.table import Row, columns, table
from parcelproof.sample.stories import Good, Line, SampleShop, Story

_AMAZON = columns("""order-id|order-item-id|purchase-date|payments-date|reporting-date|promise-date|days-past-promise|
buyer-email|buyer-name|buyer-phone-number|sku|product-name|quantity-purchased|quantity-shipped|quantity-to-ship|
currency|item-price|item-tax|shipping-price|shipping-tax|ship-service-level|recipient-name|ship-address-1|
ship-address-2|ship-address-3|ship-city|ship-state|ship-postal-code|ship-country|earliest-delivery-date|
latest-delivery-date|is-business-order""")
_CONFIRMATION = columns(
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


def amazon_file(shop: SampleShop, stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
    rows = (_amazon_row(s, n, line, good) for s in stories for n, (line, good) in enumerate(shop.lines(s)))
    return table(_AMAZON, rows, delimiter="\t").encode("utf-8")


def confirmation_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
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
    return table(_CONFIRMATION, rows, delimiter="\t").encode("utf-8")
