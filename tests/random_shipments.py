"""Hypothesis strategies for shipments of every kind: whole, half empty, contradictory."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from builders import (
    PACKED,
    consent,
    gift,
    grams,
    inspection,
    item,
    line,
    listing,
    message,
    money,
    order,
    photo,
    scan,
    shipping,
    supplier_proof,
    tracking,
)
from parcelproof.ledger.records import Declaration, Product, UnitInspection, UnitTest
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status
from parcelproof.units import Weight

_TIMES = st.none() | st.integers(min_value=-60, max_value=200).map(lambda days: PACKED + timedelta(days=days))
_AMOUNTS = st.none() | st.builds(
    money,
    st.sampled_from(["0", "0.01", "1", "79.99", "80", "751", "99999"]),
    st.sampled_from(["USD", "EUR", "JPY", "CLP"]),
)
_TEXTS = st.text(max_size=40)
_WEIGHTS = st.dictionaries(
    st.sampled_from(["net", "tare", "packed", "declared", "scanned", "billed"]),
    st.builds(
        lambda value, unit: Weight(value=value, unit=unit),
        st.decimals(min_value=0, max_value=5000, places=1),
        st.sampled_from(["g", "kg", "lb", "oz"]),
    ),
)
_ORDERS = st.builds(
    order,
    channel=st.sampled_from(["ebay", "amazon", "etsy", "shopify", "nowhere"]),
    placed_at=_TIMES,
    paid_at=_TIMES,
    promised_by=_TIMES,
    goods=_AMOUNTS,
    total=_AMOUNTS,
    platform_discount=_AMOUNTS,
    seller_discount=_AMOUNTS,
    destination=st.sampled_from([None, "US", "DE", "GB", "ZZ"]),
)
_LINES = st.builds(
    line,
    description=_TEXTS,
    quantity=st.integers(min_value=1, max_value=9),
    value=_AMOUNTS.map(lambda m: m or money(3)),
    hs_code=st.sampled_from([None, "8518", "851830", "8518300000"]),
    origin=st.sampled_from([None, "CN"]),
    net_weight=st.none() | st.just(grams(200)),
    is_gift=st.booleans(),
)
_FORMS = st.lists(_LINES, min_size=0, max_size=3).flatmap(
    lambda lines: st.builds(
        Declaration,
        form=st.just("CN22"),
        lines=st.just(tuple(lines)),
        total_weight=st.none() | st.just(grams(500)),
        category=st.sampled_from(["sale_of_goods", "gift", "documents"]),
        value_explained_by=st.sampled_from(["", "seller_discount", "replacement"]),
        explanation=_TEXTS,
    )
)
_SCANS = st.lists(
    st.builds(
        scan,
        st.sampled_from(list(Status)),
        _TIMES,
        reason=st.sampled_from(["", "locker", "departed_origin", "arrived_destination"]),
        set_by_user=st.booleans(),
    ),
    max_size=4,
).map(lambda scans: tracking(*scans))
_UNITS = st.builds(
    UnitInspection,
    number=_TEXTS,
    serial=st.sampled_from(["", "A", "B", "0"]),
    imei=st.sampled_from([(), ("490154203237518",), ("1",)]),
    inspector=_TEXTS,
    claimed_at=_TIMES,
    test_plan=st.sampled_from(["", "phone", "gone"]),
    tests=st.lists(
        st.builds(
            UnitTest,
            test=st.sampled_from(["power_on", "serial_number", "box_list", "gone"]),
            result=st.sampled_from(["passed", "failed", "not_tested"]),
            note=_TEXTS,
        ),
        max_size=3,
    ).map(tuple),
    missing_parts=st.lists(_TEXTS, max_size=1).map(tuple),
    verdict=st.sampled_from(["passed", "reworked", "set_aside"]),
    lot=st.sampled_from(["", "L-1", "L-2, 200 pieces"]),
    plan=st.sampled_from(["", "level II, AQL 2.5", "all"]),
)
_PRODUCTS = st.builds(
    lambda product, units: ProductFile("product:hp-1", product=product, units=tuple(units)),
    st.none()
    | st.builds(
        Product,
        sku=st.sampled_from(["", "HP-1"]),
        title=_TEXTS | st.sampled_from(["Bluetooth headphones", "Phone"]),
        profile=st.sampled_from(["", "electronics", "toys", "gone"]),
        brand=_TEXTS,
        brand_field=_TEXTS,
        gtin=_TEXTS | st.sampled_from(["4006381333931", "4006381333932"]),
        attributes=st.dictionaries(st.sampled_from(["colour", "voltage", "battery_wh", "in_the_box", "x"]), _TEXTS),
        in_the_box=st.lists(_TEXTS, max_size=2).map(tuple),
        net_weight=st.none() | st.just(grams(190)),
        origin=st.sampled_from([None, "CN", "DE"]),
    ),
    st.lists(_UNITS, max_size=2),
)
SHIPMENTS = st.builds(
    Shipment,
    id=st.just("S-7"),
    siblings=st.sampled_from([(), ("S-8",)]),
    order=st.none() | _ORDERS,
    items=st.lists(
        st.builds(item, title=_TEXTS, quantity=st.integers(0, 9), serials=st.sampled_from([(), ("A",), ("B", "B")])),
        max_size=2,
    ).map(tuple),
    gifts=st.lists(
        st.builds(
            gift, description=_TEXTS, on_product_page=st.booleans(), confirmed_at=_TIMES, restricted=st.booleans()
        ),
        max_size=2,
    ).map(tuple),
    shipping=st.none()
    | st.builds(
        shipping,
        carrier=_TEXTS | st.sampled_from(["USPS", "DHL Express", "UPS"]),
        service=_TEXTS,
        shipped_at=_TIMES,
        tracking_number=st.sampled_from(["", "RR473829103CN", "X"]),
        tracked=st.sampled_from(["end_to_end", "to_departure", "none", "unknown"]),
    ),
    weights=_WEIGHTS,
    photos=st.lists(
        st.builds(
            photo,
            st.sampled_from(["item_front", "label", "on_scale", "cushioning"]),
            claimed_at=_TIMES,
            barcodes=st.lists(_TEXTS, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    declaration=st.none() | _FORMS,
    consents=st.lists(st.builds(consent, agreed=st.booleans(), claimed_at=_TIMES), max_size=1).map(tuple),
    messages=st.lists(
        st.builds(
            message,
            st.sampled_from(["from_buyer", "to_buyer", "to_carrier"]),
            _TIMES,
            topic=st.sampled_from(["", "delay"]),
        ),
        max_size=4,
    ).map(tuple),
    inspections=st.lists(
        st.builds(
            inspection,
            claimed_at=_TIMES,
            units_checked=st.integers(0, 3),
            verdict=st.sampled_from(["accepted", "rejected", "reworked"]),
            function_ok=st.sampled_from([None, True, False]),
        ),
        max_size=2,
    ).map(tuple),
    listings=st.lists(
        st.builds(
            listing,
            title=_TEXTS,
            claimed_at=_TIMES,
            attributes=st.dictionaries(st.sampled_from(["Brand", "Colour", "Battery", "x"]), _TEXTS),
            price=_AMOUNTS,
        ),
        max_size=2,
    ).map(tuple),
    supplier_proofs=st.lists(
        st.builds(
            supplier_proof,
            document=st.sampled_from(["invoice", "authorisation", "certificate", "receipt"]),
            holder=_TEXTS,
            serials=st.sampled_from([(), ("A",)]),
            quantity=st.none() | st.integers(0, 9),
            territory=_TEXTS,
            brand=_TEXTS,
        ),
        max_size=2,
    ).map(tuple),
    units=st.lists(_UNITS, max_size=2).map(tuple),
    products=st.lists(_PRODUCTS, max_size=1).map(tuple),
    sold=st.sampled_from([{}, {"HP-1": 30}]),
    serials_elsewhere=st.sampled_from([{}, {"A": ("S-9",)}]),
    tracking=_SCANS,
)
