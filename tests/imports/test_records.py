"""Records from files: typed, placed, and refused in words."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from parcelproof.imports import Intake, Outcome
from parcelproof.ledger.records import Order
from parcelproof.shop import Shop


@pytest.fixture
def one_order(shop: Shop) -> Shop:
    shop.record("ebay-1", Order(channel="ebay", order_id="1"), source="test")
    return shop


def import_lines(shop: Shop, folder: Path, *lines: object) -> Outcome:
    path = folder / "records.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), encoding="utf-8")
    (outcome,) = Intake(shop).run([path])
    return outcome


def test_short_texts_become_typed_values(one_order: Shop, tmp_path: Path) -> None:
    outcome = import_lines(
        one_order, tmp_path,
        {"record": "weights", "shipment": "1", "packed": "0.9 lb", "net": "350 g"},
        {"record": "shipping", "shipment": "ebay-1", "carrier": "YunExpress", "cost": "USD 4.20",
         "tracking_number": "YT2616912345678901", "shipped_at": "2026-11-01T10:00:00+08:00"},
        {"record": "declaration", "shipment": "YT2616912345678901", "form": "CN22", "category": "sale_of_goods",
         "lines": [{"description": "ceramic mug", "quantity": 2, "value": "USD 12.50", "net_weight": "0.4 kg"}]},
    )  # fmt: skip
    # The third line names a number that the second brings: it is found only after the file is in.
    assert outcome.added == 2
    assert len(outcome.refused) == 1
    shipment = one_order.shipment("ebay-1")
    assert round(shipment.weights["packed"].grams, 2) == Decimal("408.23")
    assert str(shipment.shipping.cost) == "USD 4.20"
    again = import_lines(one_order, tmp_path, *(tmp_path / "records.jsonl").read_text().splitlines())
    assert again.added == 1
    assert not again.refused
    assert one_order.shipment("ebay-1").declaration.lines[0].net_weight.grams == 400


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"record": "weights", "shipment": "404", "packed": "1 g"}, "No shipment"),
        ({"record": "weigths", "shipment": "1"}, "not known"),
        ({"record": "photo", "shipment": "1"}, "photo files"),
        ({"record": "weights", "shipment": "1", "packed": "412"}, "weight cannot be read"),
        ({"record": "weights", "shipment": "1", "weight": "412 g"}, "'weight' is not known"),
        ({"record": "consent", "shipment": "1", "about": "declared_value"}, "missing"),
        ({"record": "listing", "shipment": "1", "title": "x", "file": "../secret.html"}, "not in this folder"),
        ({"record": "listing", "shipment": "1", "title": "x", "file": "/etc/hostname"}, "not in this folder"),
        ({"record": "message", "shipment": "1", "direction": "from_buyer", "channel": "ebay", "text": "hi",
          "claimed_at": "2026-11-01T10:00:00"}, "timezone"),
        ("{not json", "no JSON object"),
        ("[1, 2]", "no JSON object"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_in_words_and_good_lines_come_in(
    one_order: Shop, tmp_path: Path, line: object, words: str
) -> None:
    good = {"record": "weights", "shipment": "1", "packed": "412 g"}
    outcome = import_lines(one_order, tmp_path, good, line)
    assert outcome.added == 1
    assert words in outcome.refused[0].what
    assert outcome.problems_file == tmp_path / "records.jsonl.problems.csv"
    assert words.split("'")[0].strip() in outcome.problems_file.read_text(encoding="utf-8-sig")


def test_the_list_of_problems_goes_when_they_are_mended(one_order: Shop, tmp_path: Path) -> None:
    bad = import_lines(one_order, tmp_path, {"record": "weights", "shipment": "1", "packed": "412"})
    assert bad.problems_file
    assert bad.problems_file.exists()
    import_lines(one_order, tmp_path, {"record": "weights", "shipment": "1", "packed": "412 g"})
    assert not bad.problems_file.exists()


def test_the_same_file_twice_doubles_nothing(one_order: Shop, tmp_path: Path) -> None:
    lines = [
        {"record": "message", "shipment": "1", "direction": "from_buyer", "channel": "ebay", "text": text,
         "claimed_at": "2026-11-01T10:00:00+08:00"} for text in ("hello", "hello", "are you there?")
    ]  # fmt: skip
    assert import_lines(one_order, tmp_path, *lines).added == 3
    head = one_order.ledger.head()
    assert import_lines(one_order, tmp_path, *lines).already
    assert one_order.ledger.head() == head
    assert len(one_order.shipment("ebay-1").messages) == 3


def test_rows_of_one_declaration_become_its_lines(one_order: Shop, tmp_path: Path) -> None:
    path = tmp_path / "declarations.csv"
    path.write_text(
        "record,shipment,form,category,description,quantity,value,hs_code,origin\n"
        "declaration,1,CN23,sale_of_goods,ceramic mug,2,USD 12.50,691200,CN\n"
        "declaration,1,CN23,sale_of_goods,silicone phone case,1,USD 4.00,392690,CN\n",
        encoding="utf-8",
    )
    (outcome,) = Intake(one_order).run([path])
    assert outcome.added == 1, outcome
    declaration = one_order.shipment("ebay-1").declaration
    assert [line.hs_code for line in declaration.lines] == ["691200", "392690"]


def test_a_named_file_is_kept_byte_for_byte(one_order: Shop, tmp_path: Path) -> None:
    page = b"<html><script>alert(1)</script>\xff</html>"
    (tmp_path / "page.html").write_bytes(page)
    import_lines(
        one_order, tmp_path,
        {"record": "listing", "shipment": "1", "title": "Lamp", "file": "page.html",
         "claimed_at": "2026-11-01T10:00:00+08:00"},
    )  # fmt: skip
    listing = one_order.shipment("ebay-1").listings[0]
    assert one_order.evidence.get(listing.sha256) == page
    assert one_order.verify() == []


def test_only_a_line_feed_ends_a_line(one_order: Shop, tmp_path: Path) -> None:
    text = "one\u2028two\x0bthree\x85four"
    line = {"record": "message", "shipment": "1", "direction": "from_buyer", "channel": "ebay", "text": text,
            "claimed_at": "2026-11-01T10:00:00+08:00"}  # fmt: skip
    assert import_lines(one_order, tmp_path, json.dumps(line, ensure_ascii=False)).added == 1
    assert one_order.shipment("ebay-1").messages[0].text == text
