"""A shop of four parcels with scans and photos, quick to build and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image

from parcelproof.imports import Intake, collect
from parcelproof.ledger.records import Item, Order, Shipping
from parcelproof.shop import Shop, create_shop
from parcelproof.shop_settings import ShopSettings
from parcelproof.units import Money

NOW = "2026-11-20T18:00:00+08:00"
IDS = ("ebay-10-1001", "ebay-10-1002", "ebay-10-1003", "ebay-10-1004")
SCANS = """\
tracking_number,time,status,text,location,country
{number},2026-11-03 09:40+08:00,Accepted,Posted,Yiwu,CN
{number},2026-11-10 16:00+01:00,Delivered,Delivered to the door,Frankfurt,DE
"""


def picture(seed: int) -> bytes:
    """Draw a photo like no other: rough squares of random greys."""
    random = Random(seed)
    small = Image.new("L", (12, 9))
    small.putdata([random.randrange(256) for _ in range(12 * 9)])
    file = BytesIO()
    small.resize((480, 360), Image.Resampling.BICUBIC).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def build_small_shop(folder: Path, ids: Sequence[str] = IDS, *, take: bool = True) -> Shop:
    """Make the shop in ``folder/shop``, from files in ``folder/exports``, which are taken in unless told otherwise."""
    shop = create_shop(folder / "shop", ShopSettings(name="Four parcels", zone="Asia/Shanghai", origin="CN"))
    exports = folder / "exports"
    for place, shipment_id in enumerate(ids, 1):
        number = f"RR30000000{place}CN"
        shop.record(
            shipment_id,
            Order(channel="ebay", order_id=f"10-100{place}", destination="DE", buyer_name=f"Buyer {place}"),
            Item(line_id="1", title="Round mug", quantity=1, unit_price=Money.model_validate(
                {"amount": "12.50", "currency": "USD"})),
            Shipping(carrier="China Post", tracking_number=number, tracked="end_to_end"),
        )  # fmt: skip
        (exports / shipment_id).mkdir(parents=True)
        (exports / f"{shipment_id}.csv").write_text(SCANS.format(number=number))
        for role in ("before_packing", "label"):
            (exports / shipment_id / f"{role}.jpg").write_bytes(picture(len(role) * 100 + place))
    if not take:
        return shop
    outcomes = list(Intake(shop).run(collect([exports])))
    assert [(o.name, o.rejected, o.refused) for o in outcomes if o.rejected or o.refused] == []
    return shop
