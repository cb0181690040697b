"""One unit after another on the page of measure 10, clicked without a browser."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from parcelproof.ledger.records import Item, Order, Product, UnitInspection
from parcelproof.shop import Shop
from parcelproof.steps.forms.inspection import RESULT
from parcelproof.steps.inspect import plan_blocks, unit_number, unit_step
from parcelproof.steps.step import StepState
from parcelproof.widgets.inspect import InspectView
from parcelproof.widgets.product_page import ProductPage

CHAIN = "product:chg-65"


@pytest.fixture
def stock(shop: Shop) -> Shop:
    shop.record(
        CHAIN,
        Product(
            sku="CHG-65", title="65 W USB-C charger", profile="electronics", in_the_box=("charger", "USB-C cable"),
            attributes={"voltage": "100-240 V", "connectors": "1 x USB-C", "battery_chemistry": "No battery"},
        ),
    )  # fmt: skip
    return shop


def page_of(shop: Shop) -> ProductPage:
    return ProductPage(shop, "CHG-65", "product.inspection")


def view_of(shop: Shop, changed: Callable[[], None] = lambda: None) -> InspectView:
    view = InspectView(shop, CHAIN, changed, lambda: None)
    assert view.widget is not None
    return view


def fill(view: InspectView, **more: str) -> None:
    """Answer everything as for a good unit."""
    values: dict[str, str] = {"inspector": "Mei", "at": "2026-10-02 15:40", "verdict": "passed"}
    for part in view.step.form.parts:
        if part.name.startswith(RESULT):
            values[part.name] = "passed"
        if part.name.startswith("part_"):
            values[part.name] = "yes"
    for name, value in {**values, **more}.items():
        view.set(name, value)


def test_the_plan_is_shown_as_it_is_asked(stock: Shop) -> None:
    said = page_of(stock).test_plan().static_html()
    assert "Charger or power bank" in said
    assert "Check plug and voltage" in said
    assert "Look at the battery" not in said  # it has none
    assert len(plan_blocks(stock, CHAIN)[1].rows) == sum(  # type: ignore[union-attr]
        part.name.startswith(RESULT) for part in unit_step(stock, CHAIN).form.parts
    )


def test_a_unit_is_confirmed_and_the_next_one_begins(stock: Shop) -> None:
    page = page_of(stock)
    unit, units = page.unit(), page.units()
    assert unit.widget is not None
    assert units.widget is not None
    view = view_of(stock)
    assert view.next.layout.display == "none"
    fill(view, serial="NV65-220714", lot="L-7", lot_size="12", level="II", aql="4.0")
    view.set("n_all_sides", "No scratch.")
    assert view.step.blockers() == []
    view.confirm.click()
    assert view.step.state is StepState.DONE
    assert view.next.layout.display == ""
    (record,) = stock.product(CHAIN).units
    assert (record.serial, record.verdict, record.test_plan) == ("NV65-220714", "passed", "charger")
    assert (record.lot, record.plan) == ("L-7, 12 pieces", "level II, AQL 4.0, normal")
    assert record.tests[0].note == "No scratch."

    view.next.click()
    assert unit_number(stock, CHAIN) == 2
    fresh = view_of(stock)
    assert fresh.step.state is not StepState.DONE
    assert fresh.step.values["inspector"] == "Mei"
    assert fresh.step.values["lot"] == "L-7"
    assert not fresh.step.values.get("serial")
    assert "1 of 3 units are inspected" in fresh.advice.value
    fill(fresh, serial="NV65-220715", verdict="set_aside", reason="One pin is loose.", r_safety_marks="failed")
    fresh.confirm.click()
    assert {u.verdict for u in stock.product(CHAIN).units} == {"passed", "set_aside"}
    table = page.units().static_html()
    assert table.index("NV65-220715") < table.index("NV65-220714")
    assert "1 set aside" in table


def test_what_is_typed_is_there_again_in_a_new_kernel(stock: Shop) -> None:
    view_of(stock).set("serial", "AB-1")
    assert view_of(Shop(stock.folder)).step.values["serial"] == "AB-1"


def test_a_failed_step_or_a_missing_part_cannot_pass(stock: Shop) -> None:
    view = view_of(stock)
    fill(view, serial="AB-1", r_safety_marks="failed")
    assert view.step.blockers()[0].field == "verdict"
    fill(view, part_1="no")
    assert "USB-C cable" in view.step.blockers()[0].text
    fill(view, part_1="no", verdict="reworked")
    assert view.step.blockers()[0].field == "reason"
    fill(view, verdict="passed")
    assert view.step.blockers() == []


def test_numbers_that_cannot_be_right_are_said_at_once(stock: Shop) -> None:
    stock.record(
        "ebay-1", Order(channel="ebay", order_id="1"), Item(line_id="1", title="Charger", quantity=1, serials=("AB-9",))
    )
    stock.record(CHAIN, UnitInspection(serial="AB-10", verdict="passed"))
    view = view_of(stock)
    view.set("serial", "AB-9")
    assert "stands in an order already: ebay-1" in view.advice.value
    view.set("serial", "ab-10")
    assert "was inspected before" in view.advice.value
    view.set("serial", "AB-1O")
    assert "easily misread" in view.advice.value
    view.set("serial", "AB-11")
    assert "AB-11" not in view.advice.value


def test_a_phone_is_asked_for_its_imei(shop: Shop) -> None:
    shop.record("product:ph", Product(sku="PH", title="Smartphone 128 GB, dual SIM", profile="electronics"))
    view = InspectView(shop, "product:ph", lambda: None, lambda: None)
    assert view.widget is not None
    fill(view, serial="X1", imei="490154203237519")
    assert "The last digit does not fit" in view.advice.value
    assert any(blocker.field == "imei" for blocker in view.step.blockers())
    view.set("imei", "490154203237518")
    assert view.step.blockers() == []


def test_another_plan_asks_other_questions(stock: Shop) -> None:
    view = view_of(stock)
    view.set("serial", "AB-1")
    view.choose_plan("audio")
    fresh = view_of(stock)
    assert any(part.name == "r_both_sides" for part in fresh.step.form.parts)
    assert fresh.step.values["serial"] == "AB-1"


def test_a_photo_on_record_is_named_by_its_step(stock: Shop) -> None:
    page = page_of(stock)
    photos, unit = page.photos("serial", "item_front"), page.unit()
    assert photos.widget is not None
    assert unit.widget is not None
    out = BytesIO()
    Image.effect_noise((400, 300), 60).convert("RGB").save(out, "JPEG")
    (shown,) = [v for v in [photos._show()] if hasattr(v, "take")]  # type: ignore[attr-defined]
    assert shown.widget is not None
    taken = shown.take(out.getvalue(), "serial.jpg", "serial")
    view = view_of(stock)
    choices = next(part for part in view.step.form.parts if part.name == "p_serial_number").choices  # type: ignore[union-attr]
    assert choices[0][1] == taken.photo.sha256
    fill(view, serial="AB-1", p_serial_number=taken.photo.sha256)
    view.confirm.click()
    (record,) = stock.product(CHAIN).units
    step = next(test for test in record.tests if test.test == "serial_number")
    assert step.evidence == (taken.photo.sha256,)
