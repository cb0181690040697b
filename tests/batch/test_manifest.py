"""A list of parcels is checked wholly, and every mistake is named with its row and the nearest right name."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from small_shop import IDS

from parcelproof.batch.manifest import read_manifest
from parcelproof.errors import InputError
from parcelproof.ledger.records import Order
from parcelproof.shop import Shop


@pytest.fixture
def shop(small_shop: Shop) -> Shop:
    small_shop.record("etsy-10-1001", Order(channel="etsy", order_id="10-1001"))
    small_shop.record("ebay-10-1002-p2", Order(channel="ebay", order_id="10-1002"))
    return small_shop


def read(shop: Shop, text: str | bytes, name: str = "list.csv") -> list[str]:
    path = shop.folder.parent / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_manifest(path, shop)


def refused(shop: Shop, text: str, name: str = "list.csv") -> str:
    with pytest.raises(InputError) as error:
        read(shop, text, name)
    assert "Nothing was made" in error.value.what or name.endswith(("yaml", "json"))
    return str(error.value)


@pytest.mark.parametrize("text", [
    "shipment\nebay-10-1003\nebay-10-1001\n",
    "Shipment ID;Order number\nebay-10-1003;\nebay-10-1001;10-1001\n",
    "order\tchannel\n10-1003\t\n10-1001\teBay\n",
])  # fmt: skip
def test_a_table_names_parcels_by_id_or_by_order(shop: Shop, text: str) -> None:
    assert read(shop, text) == ["ebay-10-1003", "ebay-10-1001"]


def test_a_workbook_and_lists_as_text_say_the_same(shop: Shop) -> None:
    book, file = Workbook(), BytesIO()
    for row in (["Shipment"], [IDS[2]], [IDS[0]]):
        book.active.append(row)
    book.save(file)
    assert read(shop, file.getvalue(), "list.xlsx") == [IDS[2], IDS[0]]
    assert read(shop, f"- {IDS[2]}\n- order: 10-1001\n  channel: ebay\n", "list.yaml") == [IDS[2], IDS[0]]
    assert read(shop, json.dumps({"shipments": [IDS[2], {"shipment": IDS[0]}]}), "list.json") == [IDS[2], IDS[0]]


def test_a_column_that_does_not_exist_names_the_nearest(shop: Shop) -> None:
    assert "There is no column 'shipmnet'. Did you mean 'shipment'?" in refused(shop, "shipmnet\nebay-10-1001\n")
    assert "Two columns mean 'shipment'." in refused(shop, "shipment,parcel\nebay-10-1001,ebay-10-1001\n")
    assert "A column 'shipment' or 'order' is needed." in refused(shop, "channel\nebay\n")


def test_all_mistakes_are_told_at_once_with_their_rows(shop: Shop) -> None:
    said = refused(
        shop,
        "shipment,order,channel\nebay-10-1001,,\nebay-10-1oo2,,\n,10-1001,\n,10-1002,ebay\n,10-1003,etsy\n"
        ",10-10O4,\nebay-10-1003,10-1004,\nebay-10-1001,,\n,,amazon\n",
    )
    assert "8 problems" in said
    assert "row 3: There is no shipment 'ebay-10-1oo2'. Did you mean 'ebay-10-1002'?" in said
    assert "row 4: Several channels have an order '10-1001': ebay, etsy." in said
    assert "row 5: Order '10-1002' has several parcels: ebay-10-1002, ebay-10-1002-p2." in said
    assert "row 6: Order '10-1003' is not from 'etsy', but from ebay." in said
    assert "row 7: There is no order '10-10O4'. Did you mean '10-1004'?" in said
    assert "row 8: Shipment 'ebay-10-1003' does not belong to order '10-1004'." in said
    assert "row 9: 'ebay-10-1001' stands in row 2 already." in said
    assert "row 10: This row names no parcel." in said


def test_an_order_number_in_the_column_of_ids_names_its_parcel(shop: Shop) -> None:
    assert "There is no shipment '#10-1003'. Did you mean 'ebay-10-1003'?" in refused(shop, "shipment\n#10-1003\n")


def test_an_empty_row_and_an_empty_list_are_told(shop: Shop) -> None:
    assert "row 3: This row names no parcel." in refused(shop, "shipment\nebay-10-1001\n\nebay-10-1003\n")
    assert "names no parcel" in refused(shop, "- \n", "list.yaml")
    assert "The manifest names no parcel." in refused(shop, "[]", "list.json")
    with pytest.raises(InputError, match="cannot be read"):
        read_manifest(shop.folder / "nowhere.csv", shop)


def test_a_number_without_quotes_is_told_for_it_may_have_lost_digits(shop: Shop) -> None:
    assert "quotes" in refused(shop, "- order: 0010\n", "list.yaml")
    assert "quotes" in refused(shop, "[17]", "list.json")
    assert "no YAML" in refused(shop, "- [", "list.yaml")
    assert "no list of parcels" in refused(shop, "a: 1", "list.yaml")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda t: f"shipment\n{t}".encode())),
       st.sampled_from(["x.csv", "x.yaml", "x.json"]))  # fmt: skip
def test_whatever_a_file_holds_the_answer_is_a_list_of_ids_or_an_error_in_words(
    shop: Shop, data: bytes, name: str
) -> None:
    try:
        found = read(shop, data, name)
    except InputError as error:
        found, said = [], str(error)
    else:
        said = "read"
    assert said.strip()
    assert set(found) <= set(shop.shipment_ids())
