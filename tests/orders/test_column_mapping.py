"""A column mapping is checked when it is made and when it is used."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from parcelproof.errors import InputError
from parcelproof.orders import MAPPABLE_FIELDS, ColumnMapping, read_orders


def test_every_field_has_a_question_and_only_the_order_number_is_needed() -> None:
    assert all(field.question.endswith("?") for field in MAPPABLE_FIELDS)
    assert [field.name for field in MAPPABLE_FIELDS if field.required] == ["order_id"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"columns": {"title": "A"}}, "order_id"),
        ({"columns": {"order_id": "A", "titel": "B"}}, "title"),
        ({"columns": {"order_id": "A"}, "currency": "usd"}, "three capital letters"),
        ({"columns": {"order_id": "A"}, "channel": "My Shop"}, "pattern"),
        ({"columns": {"order_id": ""}}, "at least 1"),
    ],
)
def test_wrong_mappings_say_why(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        ColumnMapping.model_validate(wrong)


def test_signature_ignores_order_case_and_marks_only() -> None:
    assert ColumnMapping.signature(["Order ID", "SKU"]) == ColumnMapping.signature(["sku", "order-id"])
    assert ColumnMapping.signature(["Order ID", "SKU"]) != ColumnMapping.signature(["Order ID"])


def test_missing_column_names_the_nearest() -> None:
    mapping = ColumnMapping.model_validate({"columns": {"order_id": "Order Nr"}})
    with pytest.raises(InputError, match="no column 'Order Nr'") as caught:
        read_orders(b"Order No,x\n1,2\n", "x.csv", mapping=mapping)
    assert "Order No" in caught.value.mend


def test_columns_that_differ_only_by_a_mark_are_told_apart() -> None:
    mapping = ColumnMapping.model_validate({"columns": {"order_id": "Order #", "buyer_name": "Order"}})
    order = read_orders(b"Order,Order #\nAnn,7\n", "x.csv", mapping=mapping).bundles[0].order
    assert (order.order_id, order.buyer_name) == ("7", "Ann")


def test_mapping_survives_being_kept() -> None:
    mapping = ColumnMapping.model_validate({"columns": {"order_id": "A"}, "date_order": "mdy", "decimal_mark": ","})
    assert ColumnMapping.model_validate(mapping.model_dump(mode="json")) == mapping
