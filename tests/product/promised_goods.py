"""A parcel built from one truth, said by every source in its own way; one source may say another thing."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from stdnum import ean, luhn

from builders import declaration, inspection, item, line, listing, money, order, photo, shipment, supplier_proof
from parcelproof.ledger.records import Packing, Product, UnitInspection
from parcelproof.ledger.records.parcel import Battery
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment
from parcelproof.units import Weight

COLOURS = {
    "black": ["Black", "schwarz", "BLACK", "matte black", "Noir", "黑色"],
    "gray": ["Grey", "gray", "Gris", "dark grey", "灰色"],
    "blue": ["Blue", "blau", "Speckled Blue", "blue, speckled", "navy blue"],
    "red": ["red", "Rot", "rouge", "RED"],
    "white": ["White", "weiß", "blanc"],
}
SIZES = {
    "M": ["M", "Size M", "m"], "XXL": ["XXL", "2XL", "xxl"], "42": ["EU 42", "EU42", "42 EU"],
    "180x60": ["180 x 60 cm", "1800x600 mm", "60 × 180 cm", "1.8 m x 0.6 m"],
}  # fmt: skip
BRANDS = ["Lumo", "Nordvolt", "Acme Audio"]
MODELS = ["LX-200", "NV-65-C", "Q7 Pro"]
ORIGINS = {
    "CN": ["China", "CN", "Made in China", "中国"],
    "DE": ["Germany", "DE", "Deutschland"],
    "VN": ["Vietnam", "VN"],
}
VOLTAGES = {
    "wide": ["100-240 V", "AC 100-240V~ 50/60Hz", "100V–240V", "100 to 240 V"],
    "high": ["220-240 V", "AC 220-240V", "220V - 240V"], "low": ["110-120 V", "110V-120V"],
}  # fmt: skip
PLUGS = {"A": ["Type A", "A", "US plug"], "C": ["Type C plug (EU)", "C", "EU plug"], "G": ["Type G", "UK plug", "G"]}
ENERGY = {
    "13": ["13 Wh", "Li-ion 13 Wh", "13.0Wh"],
    "37": ["37 Wh", "10000 mAh, 3.7 V", "37Wh"],
    "1.9": ["1.9 Wh", "1,9 Wh"],
}
HS = ["851830", "850440", "847160"]
STORAGE = {"128": ["128 GB", "128GB"], "256": ["256 GB", "256GB"], "1000": ["1 TB", "1000 GB"]}
PARTS = ["headset", "USB-C cable", "user manual", "carrying pouch", "spare tips"]


@dataclass(frozen=True)
class Truth:
    """What is true, and a source of chance for the forms in which it is said."""

    chance: random.Random
    values: dict[str, Any]

    def form(self, table: dict[str, list[str]], name: str) -> str:
        return self.chance.choice(table[self.values[name]])


def truth(seed: int) -> Truth:
    """Make a truth; the same seed gives the same one."""
    chance = random.Random(seed)
    body = "".join(chance.choice("0123456789") for _ in range(12))
    body = "4" + body[1:]
    pieces = chance.choice([1, 2, 3])
    serials = tuple(f"{chance.choice('ABCD')}{chance.randrange(10**6, 10**7)}-{n}" for n in range(pieces))
    imeis = tuple(
        b + luhn.calc_check_digit(b) for b in (f"35{chance.randrange(10**11, 10**12)}" for _ in range(pieces))
    )
    values: dict[str, Any] = {
        "brand": chance.choice(BRANDS), "model": chance.choice(MODELS), "gtin": body + ean.calc_check_digit(body),
        "colour": chance.choice(list(COLOURS)), "size": chance.choice(list(SIZES)), "quantity": pieces,
        "storage": chance.choice(list(STORAGE)), "serial": serials, "imei": imeis,
        "battery_wh": chance.choice(list(ENERGY)), "voltage": chance.choice(list(VOLTAGES)),
        "plug": chance.choice(list(PLUGS)), "net_weight": chance.randrange(40, 3000),
        "origin": chance.choice(list(ORIGINS)), "hs_code": chance.choice(HS),
        "price": Decimal(chance.randrange(500, 50_000)) / 100,
        "in_the_box": tuple(chance.sample(PARTS, chance.randrange(2, 6))),
    }  # fmt: skip
    return Truth(chance, values)


def other_than(table: Any, value: Any, chance: random.Random) -> Any:
    return chance.choice([one for one in table if one != value])


def said(true: Truth, name: str, source: str, wrong: tuple[str, str] | None) -> Any:
    """What a source says of an attribute: the truth, or another thing if it is the one that is wrong."""
    if wrong != (name, source):
        return true.values[name]
    value, chance = true.values[name], true.chance
    tables: dict[str, Any] = {
        "brand": BRANDS, "model": MODELS, "colour": COLOURS, "size": SIZES, "storage": STORAGE, "battery_wh": ENERGY,
        "voltage": VOLTAGES, "plug": PLUGS, "origin": ORIGINS, "hs_code": HS,
    }  # fmt: skip
    if name == "size":  # another size of the same kind
        return {"M": "XXL", "XXL": "M", "42": "45", "180x60": "200x60"}[value]
    if name in tables:
        return other_than(tables[name], value, chance)
    if name == "gtin":
        body = f"5{value[1:12]}"
        return body + ean.calc_check_digit(body)
    if name in ("serial", "imei"):
        body = f"99{chance.randrange(10**11, 10**12)}"
        return (body + luhn.calc_check_digit(body) if name == "imei" else "ZZ-999", *value[1:])
    if name == "in_the_box":
        return value[1:] if len(value) > 2 else (*value, "solar panel")
    if name in ("quantity", "price"):
        return value + 1
    return round(value * 1.5) + 10


SIZE_FORMS = SIZES | {"45": ["EU 45"], "200x60": ["200 x 60 cm"]}


def parcel(true: Truth, wrong: tuple[str, str] | None = None) -> Shipment:
    """Build the parcel; ``wrong`` is the attribute and the source that says another thing."""

    def get(name: str, source: str) -> Any:
        return said(true, name, source, wrong)

    def form(table: dict[str, list[str]], name: str, source: str) -> str:
        return true.chance.choice(table[get(name, source)])

    pieces = true.values["quantity"]
    page = listing(
        title=f"{true.values['brand']} wireless headset", listing_id="110001",
        price=money(str(get("price", "listing"))),
        attributes={
            "Brand": get("brand", "listing"), "Model": get("model", "listing"), "EAN": get("gtin", "listing"),
            "Colour": form(COLOURS, "colour", "listing"), "Size": form(SIZE_FORMS, "size", "listing"),
            "Storage Capacity": form(STORAGE, "storage", "listing"),
            "Battery energy": form(ENERGY, "battery_wh", "listing"),
            "Input voltage": form(VOLTAGES, "voltage", "listing"), "Plug type": form(PLUGS, "plug", "listing"),
            "Net weight": f"{get('net_weight', 'listing')} g",
            "Country of origin": form(ORIGINS, "origin", "listing"), "HS code": get("hs_code", "listing"),
            "What's in the box": ", ".join(get("in_the_box", "listing")),
        },
    )  # fmt: skip
    product = Product(
        sku="HP-1", title="Wireless headset", profile="electronics", brand=get("brand", "product"),
        model=get("model", "product"), gtin=get("gtin", "product"), listing_ids=("110001",),
        attributes={
            "colour": form(COLOURS, "colour", "product"), "size": form(SIZE_FORMS, "size", "product"),
            "battery_wh": form(ENERGY, "battery_wh", "product"), "voltage": form(VOLTAGES, "voltage", "product"),
            "plug": form(PLUGS, "plug", "product"),
        },
        in_the_box=tuple(get("in_the_box", "product")), origin=get("origin", "product"),
        hs_code=get("hs_code", "product"), net_weight=grams(get("net_weight", "product")),
    )  # fmt: skip
    count, price = get("quantity", "customs"), true.values["price"]
    declared = line(
        description=f"Wireless headset {form(STORAGE, 'storage', 'customs')}, Li-ion battery in device, "
        f"{form(ENERGY, 'battery_wh', 'customs')}",
        quantity=count, value=money(str(price * pieces + (1 if wrong == ("value", "customs") else 0))),
        net_weight=grams(get("net_weight", "customs") * count), hs_code=get("hs_code", "customs") + "00",
        origin=get("origin", "customs"),
    )  # fmt: skip
    wattage = Decimal(get("battery_wh", "packing"))
    serials, imeis = get("serial", "inspection"), get("imei", "inspection")
    units = tuple(
        UnitInspection(serial=serial, imei=(imei,), verdict="passed")
        for serial, imei in zip(serials, imeis, strict=True)
    )
    shot = get("serial", "photos")[0], get("imei", "photos")[0]
    gross = true.values["net_weight"] * pieces + 120
    asked = [form(table, name, "order") for table, name in ((COLOURS, "colour"), (PLUGS, "plug"), (STORAGE, "storage"))]
    chosen = "Colour: {}; Plug: {}; {}".format(*(text.replace(",", "") for text in asked))
    declared_gross = gross * 2 if wrong == ("gross_weight", "customs") else gross
    return shipment(
        order=order(goods=money(str(price * pieces)), total=None),
        items=(
            item(
                title="Wireless headset", quantity=pieces, unit_price=money(str(get("price", "order"))),
                serials=get("serial", "order"), variation=chosen,
            ),
        ),
        listings=(page,), products=(ProductFile("product:hp-1", product=product),), units=units,
        supplier_proofs=(
            supplier_proof(brand=get("brand", "invoice"), serials=(*get("serial", "invoice"), *get("imei", "invoice"))),
        ),
        inspections=(inspection(serials=serials, units_checked=pieces, lot_size=pieces),),
        declaration=declaration(declared, total_weight=grams(declared_gross)),
        weights={
            "net": grams(get("net_weight", "scale") * pieces), "packed": grams(gross),
            "scanned": grams(gross + 500 + gross // 2 if wrong == ("gross_weight", "carrier") else gross + 4),
        },
        packing=Packing(
            length_mm=200, width_mm=200, height_mm=80, fragility="normal", cushion_mm=50,
            battery=Battery(chemistry="ion", configuration="in", count=pieces, wh_battery=wattage),
        ),
        photos=(photo("serial", barcodes=(f"S/N {shot[0]}", shot[1], get("gtin", "photos"))),),
    )  # fmt: skip


def grams(value: int) -> Weight:
    return Weight(value=Decimal(value), unit="g")


WRONG = (
    ("brand", "listing"), ("brand", "product"), ("brand", "invoice"), ("model", "listing"), ("model", "product"),
    ("gtin", "listing"), ("gtin", "product"), ("gtin", "photos"), ("colour", "listing"), ("colour", "order"),
    ("colour", "product"), ("storage", "listing"), ("storage", "order"), ("storage", "customs"), ("size", "listing"),
    ("size", "product"), ("quantity", "customs"), ("serial", "order"), ("serial", "inspection"), ("serial", "invoice"),
    ("serial", "photos"), ("imei", "inspection"), ("imei", "photos"), ("imei", "invoice"), ("battery_wh", "listing"),
    ("battery_wh", "product"), ("battery_wh", "customs"), ("battery_wh", "packing"), ("voltage", "listing"),
    ("voltage", "product"), ("plug", "listing"), ("plug", "order"), ("plug", "product"), ("net_weight", "listing"),
    ("net_weight", "product"), ("net_weight", "customs"), ("net_weight", "scale"), ("gross_weight", "customs"),
    ("gross_weight", "carrier"), ("origin", "listing"), ("origin", "product"), ("origin", "customs"),
    ("hs_code", "listing"), ("hs_code", "product"), ("hs_code", "customs"), ("price", "listing"), ("value", "customs"),
    ("in_the_box", "listing"), ("in_the_box", "product"),
)  # fmt: skip
"""Every attribute and source that can be the odd one."""


def without_units(whole: Shipment) -> Shipment:
    return replace(whole, units=())
