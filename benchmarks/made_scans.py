"""Scans of many parcels, made up and seeded, for `benchmarks/review_bulk.py`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

AS_OF = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = 86_400
MEANINGS = "meanings.json"

# (system, code, detail code, wording) of each step of a way; several ways, several services.
WAYS = {
    "17track_v2": {
        "info": ("InfoReceived", "InfoReceived", "Shipment information received"),
        "accepted": ("InTransit", "InTransit_PickedUp", "Picked up"),
        "moving": ("InTransit", "InTransit_Other", "In transit"),
        "departed": ("InTransit", "InTransit_Departure", "Departed from country of origin"),
        "arrived": ("InTransit", "InTransit_Arrival", "Arrived in destination country"),
        "customs": ("InTransit", "InTransit_CustomsProcessing", "Customs clearance"),
        "hold": ("InTransit", "InTransit_CustomsRequiringInformation", "Held by customs: documents missing"),
        "released": ("InTransit", "InTransit_CustomsReleased", "Released by customs"),
        "out": ("OutForDelivery", "OutForDelivery_Other", "Out for delivery"),
        "attempt": ("DeliveryFailure", "DeliveryFailure_NoBody", "Nobody was at home"),
        "pickup": ("AvailableForPickup", "AvailableForPickup_Other", "Ready to collect at the post office"),
        "delivered": ("Delivered", "Delivered_Other", "Delivered, left with recipient"),
        "returning": ("Exception", "Exception_Returning", "Return to sender"),
        "lost": ("Exception", "Exception_Lost", "Parcel lost"),
    },
    "aftership": {
        "info": ("InfoReceived", "InfoReceived_001", "Label created"),
        "accepted": ("InTransit", "InTransit_002", "Acceptance scan"),
        "moving": ("InTransit", "InTransit_001", "On the way"),
        "departed": ("InTransit", "InTransit_007", "Departed from the facility"),
        "arrived": ("InTransit", "InTransit_003", "Arrived at sorting centre"),
        "customs": ("InTransit", "InTransit_006", "Customs clearance started"),
        "hold": ("Exception", "Exception_004", "Customs hold"),
        "released": ("InTransit", "InTransit_005", "Customs clearance completed"),
        "out": ("OutForDelivery", "OutForDelivery_001", "With the courier"),
        "attempt": ("AttemptFail", "AttemptFail_001", "Addressee not available"),
        "pickup": ("AvailableForPickup", "AvailableForPickup_001", "Waits at the shop"),
        "delivered": ("Delivered", "Delivered_001", "Delivered"),
        "returning": ("Exception", "Exception_010", "Returning to sender"),
        "lost": ("Exception", "Exception_013", "Lost"),
    },
    "upu_emsevt_v3": {
        "info": ("EMA", "", "Posting"),
        "accepted": ("EMA", "", "Posting at the counter"),
        "moving": ("EMB", "", "Arrival at outward office of exchange"),
        "departed": ("EMC", "", "Departure from outward office of exchange"),
        "arrived": ("EMD", "", "Arrival at inward office of exchange"),
        "customs": ("EDB", "", "Handed to customs"),
        "hold": ("EME", "", "Held by customs"),
        "released": ("EDC", "", "Returned from customs"),
        "out": ("EDG", "", "Out for delivery"),
        "attempt": ("EMH", "", "Unsuccessful delivery"),
        "pickup": ("EDH", "", "At collection point"),
        "delivered": ("EMI", "", "Final delivery"),
        "returning": ("EDD", "", "Item into sorting centre"),
        "lost": ("EXD", "", "Kept at the office"),
    },
}
STEPS = (
    "info", "accepted", "moving", "moving", "departed", "arrived", "customs", "hold", "released", "moving", "out",
    "attempt", "pickup", "delivered",
)  # fmt: skip
SYSTEMS = tuple(WAYS)
KINDS = tuple(WAYS["aftership"])
PLACES = (
    "Shenzhen CN",
    "Guangzhou CN",
    "Hong Kong",
    "Liege BE",
    "Frankfurt DE",
    "Leipzig DE",
    "Los Angeles US",
    "Paris FR",
)
COUNTRIES = ("CN", "CN", "HK", "BE", "DE", "DE", "US", "FR")
LANES = (
    ("China Post", "Registered Air", "US"), ("DHL Express", "Worldwide", "DE"), ("YunExpress", "Economy", "FR"),
    ("Cainiao", "Standard", "US"), ("4PX", "Priority", "GB"), ("USPS", "First-Class Package International", "US"),
)  # fmt: skip


def make(path: Path, shipments: int) -> int:
    """Write the file: about ten scans per parcel, not in order, with ties, late uploads, doubles, holds and returns."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = np.random.default_rng(20261122)
    schema = None
    writer = None
    rows = 0
    chunk = 100_000
    texts = [(s, *WAYS[s][k]) for s in SYSTEMS for k in KINDS]
    column = [pa.array([text[n] for text in texts]) for n in range(4)]
    begin = int(AS_OF.timestamp()) - 75 * DAY
    for first in range(0, shipments, chunk):
        many = min(chunk, shipments - first)
        # How far each parcel got: most are delivered, some stand still somewhere.
        reached = np.where(chance.random(many) < 0.72, len(STEPS), chance.integers(1, len(STEPS) + 1, many))
        step = np.tile(np.arange(len(STEPS)), (many, 1))
        kept = step < reached[:, None]
        # Few parcels are held, missed or wait; "moving" scans vary.
        for place, share in ((7, 0.04), (8, 0.04), (11, 0.06), (12, 0.05), (3, 0.7), (9, 0.8), (0, 0.9), (6, 0.8)):
            kept[:, place] &= chance.random(many) < share
        kept[:, 8] |= kept[:, 7] & (chance.random(many) < 0.7) & (reached > 8)
        kept[:, 1] |= ~kept.any(axis=1)
        gaps = chance.exponential(1.3 * DAY, (many, len(STEPS))).astype(np.int64)
        # Ties: some scans carry the time of the one before.
        gaps[chance.random(gaps.shape) < 0.006] = 0
        start = begin + chance.integers(0, 70 * DAY, many)
        when = start[:, None] + np.cumsum(gaps, axis=1)
        kept &= when < int(AS_OF.timestamp())
        kept[:, 1] |= ~kept.any(axis=1)
        kind = np.array([KINDS.index(name) for name in STEPS])
        parcel, at = np.nonzero(kept)
        what = kind[at]
        turned = chance.random(len(at))
        what = np.where((at == 13) & (turned < 0.02), KINDS.index("returning"), what)
        what = np.where((at == 13) & (turned > 0.997), KINDS.index("lost"), what)
        moment = when[parcel, at]
        # The same scan twice, and more "moving" scans, so that ten million scans come together.
        more = np.flatnonzero(chance.random(len(parcel)) < 0.01)
        extra = np.flatnonzero((what == KINDS.index("moving")) & (chance.random(len(parcel)) < 0.92))
        parcel = np.concatenate([parcel, parcel[more], parcel[extra]])
        what = np.concatenate([what, what[more], what[extra]])
        moment = np.concatenate([moment, moment[more], moment[extra] + chance.integers(60, 20_000, len(extra))])
        source = chance.integers(0, len(SYSTEMS), many)[parcel]
        place = chance.integers(0, len(PLACES), len(parcel))
        place[len(place) - len(extra) - len(more) : len(place) - len(extra)] = place[more]
        # Scans come in by upload: near their time, a few days late, or out of order.
        upload = moment + np.where(chance.random(len(parcel)) < 0.03, chance.integers(0, 4 * DAY, len(parcel)), 0)
        order = np.argsort(upload, kind="stable")
        parcel, what, moment, source, place = (v[order] for v in (parcel, what, moment, source, place))
        lane = chance.integers(0, len(LANES), many)[parcel]
        number = pa.array([f"RR{first + n:09d}CN" for n in range(many)]).take(pa.array(parcel))
        code = pa.array(source * len(KINDS) + what)
        promised = (start + 21 * DAY)[parcel]
        table = pa.table(
            {
                "tracking_number": number,
                "time": pa.array(moment * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
                "system": column[0].take(code),
                "code": column[1].take(code),
                "detail_code": column[2].take(code),
                "text": column[3].take(code),
                "location": pa.array(PLACES).take(pa.array(place)),
                "country": pa.array(COUNTRIES).take(pa.array(place)),
                "carrier": pa.array([row[0] for row in LANES]).take(pa.array(lane)),
                "service": pa.array([row[1] for row in LANES]).take(pa.array(lane)),
                "destination": pa.array([row[2] for row in LANES]).take(pa.array(lane)),
                "promised_by": pa.array(promised * 1_000_000).cast(pa.timestamp("us", tz="UTC")),
            }
        )
        if writer is None:
            schema = table.schema
            writer = pq.ParquetWriter(path, schema, compression="zstd")
        writer.write_table(table, row_group_size=500_000)
        rows += table.num_rows
    if writer is not None:
        writer.close()
    return rows


def write_meanings(path: Path) -> None:
    """Classify the distinct codes once, so that it costs DuckDB and pandas nothing."""
    from parcelproof.tracking.crosswalk import classify

    found = [
        (system, *words, classify(system, *words).status.value)
        for system, steps in WAYS.items()
        for words in dict.fromkeys(steps.values())
    ]
    path.with_name(MEANINGS).write_text(json.dumps(found))


def write_csv(path: Path, plain: Path) -> None:
    """Write the same scans as CSV."""
    from pyarrow import csv, parquet

    with parquet.ParquetFile(path) as file, csv.CSVWriter(plain, file.schema_arrow) as writer:
        for batch in file.iter_batches():
            writer.write_batch(batch)
