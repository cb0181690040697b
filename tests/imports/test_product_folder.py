"""What lies in a folder that carries the SKU of a product goes to the chain of that product."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from PIL import Image

from parcelproof.imports import Intake, collect
from parcelproof.shop import Shop


def picture() -> bytes:
    out = BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def folder(tmp_path: Path, *lines: dict[str, object]) -> Path:
    place = tmp_path / "given" / "NV-1"
    place.mkdir(parents=True)
    (place / "records.jsonl").write_text("".join(json.dumps({"product": "NV-1", **line}) + "\n" for line in lines))
    return place


def test_photos_and_records_of_a_product_meet_on_its_chain(shop: Shop, tmp_path: Path) -> None:
    test = {"test": "serial_number", "result": "passed", "file": "serial-a1.jpg"}
    place = folder(
        tmp_path, {"record": "product", "title": "Charger"},
        {"record": "unit", "serial": "A1", "verdict": "passed", "tests": [test]},
    )  # fmt: skip
    (place / "serial-a1.jpg").write_bytes(picture())
    outcomes = list(Intake(shop).run(collect([tmp_path / "given"])))
    assert [o.name for o in outcomes if o.rejected or o.refused] == []
    file = shop.product("product:nv-1")
    (photo,) = file.photos
    assert photo.role == "serial"
    assert file.units[0].tests[0].evidence == (photo.sha256,)
    (again,) = Intake(shop).run(collect([place / "serial-a1.jpg"]))
    assert again.already


def test_an_attribute_named_like_a_weight_stays_as_the_page_writes_it(shop: Shop, tmp_path: Path) -> None:
    said = {"net_weight": "138 g, without cable", "price": "on request"}
    folder(tmp_path, {"record": "product", "title": "Charger", "attributes": said, "net_weight": "138 g"})
    (outcome,) = Intake(shop).run(collect([tmp_path / "given"]))
    assert outcome.refused == []
    product = shop.product("product:nv-1").product
    assert product is not None
    assert product.attributes == said
    assert product.net_weight is not None


def test_a_photo_of_no_known_product_stays_with_the_shop(shop: Shop, tmp_path: Path) -> None:
    place = tmp_path / "given" / "UNKNOWN"
    place.mkdir(parents=True)
    (place / "serial.jpg").write_bytes(picture())
    (outcome,) = Intake(shop).run(collect([tmp_path / "given"]))
    assert "No shipment was found" in outcome.notes[0]
