"""A step is a view of the ledger: saved at every edit, confirmed once, un-confirmed by a change."""

from __future__ import annotations

import re

import pytest

from parcelproof.errors import InputError, ShopError
from parcelproof.language import speaking
from parcelproof.ledger.records import Inspection, Item, Order
from parcelproof.shop import Shop
from parcelproof.steps.field import Rows
from parcelproof.steps.forms import FORMS
from parcelproof.steps.step import Step, StepState

GOOD = {
    "lot": "1", "checked": "1", "critical": "0", "major": "0", "minor": "0", "appearance": "yes", "function": "yes",
    "verdict": "accepted", "inspector": "Mei", "at": "2026-10-02 15:40",
}  # fmt: skip


@pytest.fixture
def with_order(shop: Shop) -> Shop:
    shop.record(
        "manual-1", Order(channel="manual", order_id="1", destination="US"),
        Item(line_id="1", title="Desk lamp", quantity=1), source="test",
    )  # fmt: skip
    return shop


def step(shop: Shop) -> Step:
    return Step(shop, "manual-1", FORMS["delivery.quality_control"])


def test_the_way_of_a_step(with_order: Shop) -> None:
    one = step(with_order)
    assert one.state is StepState.TODO
    one.edit(inspector="Mei")
    assert one.state is StepState.BLOCKED
    one.edit(**GOOD)
    assert one.state is StepState.READY
    assert one.confirm() == 2
    assert one.state is StepState.DONE
    one.edit(major="1", verdict="rejected")
    assert one.state is StepState.CHANGED
    one.edit(major="0", verdict="accepted")
    assert one.state is StepState.DONE


def test_a_new_kernel_finds_every_answer_and_the_confirmation(with_order: Shop) -> None:
    one = step(with_order)
    one.edit(**GOOD)
    one.confirm()
    one.edit(notes="half a sen")
    again = step(Shop(with_order.folder))
    assert again.values["notes"] == "half a sen"
    assert again.values["inspector"] == "Mei"
    assert again.state is StepState.CHANGED
    assert again.saved_at is not None


def test_confirming_writes_the_record_and_the_check_sees_it(with_order: Shop) -> None:
    one = step(with_order)
    one.edit(**GOOD, serials="A1; A2")
    one.confirm()
    (inspection,) = with_order.shipment("manual-1").inspections
    assert isinstance(inspection, Inspection)
    assert inspection.serials == ("A1", "A2")
    assert inspection.plan == "every piece"
    assert str(inspection.claimed_at) == "2026-10-02 15:40:00+08:00"
    assert with_order.verify() == []


def test_what_is_missing_is_said_with_its_field(with_order: Shop) -> None:
    one = step(with_order)
    one.edit(**{**GOOD, "inspector": "", "at": "yesterday"})
    blockers = {b.field: b.text for b in one.blockers()}
    assert "empty" in blockers["inspector"]
    assert "2026-10-02" in blockers["at"]
    with pytest.raises(InputError, match="not complete"):
        one.confirm()
    assert with_order.shipment("manual-1").inspections == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lot": "0"}, "lot"),
        ({"checked": "5"}, "checked"),
        ({"major": "3"}, "major"),
        ({"critical": "1"}, "verdict"),
        ({"verdict": "maybe"}, "verdict"),
        ({"minor": "-1"}, "minor"),
        ({"minor": "1.5"}, "minor"),
    ],
)
def test_answers_that_do_not_fit_together_block(with_order: Shop, change: dict[str, str], field: str) -> None:
    one = step(with_order)
    one.edit(**{**GOOD, **change})
    assert [b.field for b in one.blockers()] == [field]


def test_a_form_asks_and_refuses_in_the_language_of_the_moment_and_stores_the_same(with_order: Shop) -> None:
    """Forms are tables that are made once, in English; only what is shown is translated."""
    one = Step(with_order, "manual-1", FORMS["delivery.gifts"])
    one.edit(any="yes", gifts=[{"description": "coaster", "quantity": "x"}])
    english = [blocker.text for blocker in one.blockers()]
    with speaking("zh"):
        chinese = [blocker.text for blocker in one.blockers()]
        fields = [part.said() for form in FORMS.values() for part in form.parts]
        labels = [f.label for part in fields for f in (part.fields if isinstance(part, Rows) else (part,))]
    assert english[0] == "Gift 1: How many: This is no whole number. Write a number like 1 or 12."
    assert chinese[0] == "赠品 1：数量：这不是整数。请写数字，例如 1 或 12。"
    assert len(english) == len(chinese)
    assert [label for label in labels if not re.search(r"[\u3400-\u9fff]", label)] == []
    assert FORMS["delivery.gifts"].parts[0].label == "Does a free gift go into this parcel?"


def test_a_change_that_cannot_be_saved_stays_in_the_form(with_order: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    one = step(with_order)

    def full(*_: object, **__: object) -> int:
        raise ShopError("The disk is full.")

    monkeypatch.setattr(with_order.ledger, "append", full)
    with pytest.raises(ShopError):
        one.edit(inspector="Mei")
    assert one.state is StepState.FAILED
    assert one.values["inspector"] == "Mei"
    monkeypatch.undo()
    one.save()
    assert one.state is StepState.BLOCKED


def test_drafts_are_personal_data_and_can_be_erased(with_order: Shop) -> None:
    one = step(with_order)
    one.edit(**{**GOOD, "notes": "for Ana Roe"})
    with_order.ledger.erase("manual-1", reason="asked", who="t")
    assert b"Ana Roe" not in with_order.ledger.path.read_bytes()
    assert step(with_order).state is StepState.TODO
    assert with_order.verify() == []


def test_a_photo_that_the_page_takes_has_the_time_of_the_page(with_order: Shop) -> None:
    from io import BytesIO

    from PIL import Image

    from parcelproof.steps.photo_intake import judgements, take_photo

    data = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(data, "JPEG")
    taken = take_photo(with_order, "manual-1", data.getvalue(), "camera.jpg", "label", taken_now=True)
    assert taken.photo.time_source == "stated"
    assert not taken.known
    assert take_photo(with_order, "manual-1", data.getvalue(), "camera.jpg", "label").known
    said = judgements(with_order, with_order.shipment("manual-1"))[taken.photo.sha256]
    assert any("barcode" in sentence.lower() for sentence in said)
