"""ShipStation export: brings the tracking numbers of shops that export none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from parcelproof.sample.orders.table import columns, local, table
from parcelproof.sample.stories import Story

_SHIPSTATION = columns("""Order - Number|Date - Order Date|Date - Shipped Date|Ship To - Name|Ship To - Country|
Ship To - Postal Code|Shipment - Carrier|Shipment - Service|Service - Confirmation Type|Shipment - Tracking Number""")


def shipstation_file(stories: Sequence[Story]) -> bytes:
    """Return the file for these orders."""
    rows = (
        {
            "Order - Number": story.order,
            "Date - Order Date": f"{local(story.paid):%m/%d/%Y %I:%M:%S %p}",
            "Date - Shipped Date": f"{local(story.parcel.shipped):%m/%d/%Y %I:%M:%S %p}",
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
    return table(_SHIPSTATION, rows).encode("utf-8-sig")
