"""The form as a person uses it, by clicking: no rules of its own, nothing lost, nothing silent."""

from __future__ import annotations

import asyncio

import ipywidgets as w
import pytest

from parcelproof.errors import ShopError
from parcelproof.ledger.records import Item, Order
from parcelproof.shop import Shop
from parcelproof.steps.forms import FORMS
from parcelproof.steps.step import Step, StepState
from parcelproof.widgets.base import Later
from parcelproof.widgets.checklist import ChecklistView
from parcelproof.widgets.findings import FindingsView
from parcelproof.widgets.form import FormView


@pytest.fixture
def with_order(shop: Shop) -> Shop:
    shop.record(
        "manual-1", Order(channel="manual", order_id="1", destination="US", buyer_name="<script>alert(1)</script>"),
        Item(line_id="1", title="Lamp <img src=x onerror=alert(1)>", quantity=1), source="test",
    )  # fmt: skip
    return shop


def view(shop: Shop, measure: str = "delivery.quality_control") -> FormView:
    made = FormView(Step(shop, "manual-1", FORMS[measure]))
    assert made.widget is made.widget
    return made


def fill(made: FormView, **values: str) -> None:
    for name, value in values.items():
        made._fields[name].value = value


GOOD = {"appearance": "yes", "function": "yes", "verdict": "accepted", "inspector": "Mei"}


def test_typing_saves_and_says_so(with_order: Shop) -> None:
    made = view(with_order)
    fill(made, inspector="Mei")
    assert "Saved " in made.saved.value
    assert Step(with_order, "manual-1", FORMS["delivery.quality_control"]).values["inspector"] == "Mei"


def test_a_button_that_is_off_says_why_and_leads_there(with_order: Shop) -> None:
    made = view(with_order)
    assert made.confirm.disabled
    texts = [child.description for child in made.missing.children if isinstance(child, w.Button)]
    assert "Who looked is empty." in texts
    fill(made, **GOOD)
    assert not made.confirm.disabled
    assert made.missing.children == ()


def test_confirm_and_change_take_the_confirmation_back(with_order: Shop) -> None:
    made = view(with_order)
    fill(made, **GOOD)
    made.confirm.click()
    assert made.step.state is StepState.DONE
    assert "Confirmed" in made.state.value
    assert made.confirm.disabled
    fill(made, notes="one more word")
    assert made.step.state is StepState.CHANGED
    assert not made.confirm.disabled


def test_a_failing_save_is_said_on_the_page_without_values(with_order: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    made = view(with_order)

    def full(*_: object, **__: object) -> int:
        raise ShopError("The disk is full.", mend="Make room.")

    monkeypatch.setattr(with_order.ledger, "append", full)
    fill(made, inspector="Ana Secret")
    assert "The disk is full." in made.message.value
    assert "Not saved" in made.message.value
    assert "Ana Secret" not in made.message.value
    assert "Not saved" in made.state.value
    monkeypatch.undo()
    fill(made, inspector="Ana Secret.")
    assert made.message.value == ""


def test_an_unforeseen_fault_folds_its_details_and_shows_no_value(
    with_order: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = view(with_order)

    def broken(*_: object, **__: object) -> int:
        raise ValueError("Ana Secret lives at 1 Elm Street")

    monkeypatch.setattr(with_order.ledger, "append", broken)
    fill(made, inspector="x")
    assert "<details>" in made.message.value
    assert "ValueError" in made.message.value
    assert "Secret" not in made.message.value


def test_rows_can_be_added_and_taken_away(with_order: Shop) -> None:
    made = view(with_order, "delivery.declaration")
    buttons = [x for x in _all(made.widget) if isinstance(x, w.Button)]
    next(b for b in buttons if b.description == "Add another article").click()
    assert "lines.1.description" in made._fields
    fill(made, **{"lines.1.description": "cotton coaster", "lines.0.description": "LED desk lamp"})
    assert [r["description"] for r in made.step.values["lines"]] == ["LED desk lamp", "cotton coaster"]
    buttons = [x for x in _all(made.widget) if isinstance(x, w.Button)]
    next(b for b in buttons if b.description == "Take away article 1").click()
    assert [r["description"] for r in made.step.values["lines"]] == ["cotton coaster"]


def _all(widget: w.Widget) -> list[w.Widget]:
    found = [widget]
    for child in getattr(widget, "children", ()):
        found += _all(child)
    return found


@pytest.mark.parametrize("measure", sorted(FORMS))
def test_every_field_has_a_label_and_the_static_form_is_inert(with_order: Shop, measure: str) -> None:
    made = view(with_order, measure)
    for control in made._fields.values():
        assert control.description
    html = made.static_html()
    assert "<script" not in html
    assert "<img src=x" not in html
    assert "_model_id" not in html


def test_without_a_person_no_widget_is_made(with_order: Shop) -> None:
    made = FormView(Step(with_order, "manual-1", FORMS["delivery.gifts"]))
    bundle = made._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert made._root is None


def test_with_a_person_the_widget_is_shown(with_order: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARCELPROOF_WIDGETS", "1")
    bundle = FormView(Step(with_order, "manual-1", FORMS["delivery.gifts"]))._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_an_answer_is_a_record_at_once_and_findings_follow(with_order: Shop) -> None:
    findings = FindingsView(with_order, "manual-1", "delivery.quality_control")
    assert findings.widget
    made = ChecklistView(with_order, "manual-1", "delivery.quality_control", findings.refresh)
    assert made.widget
    question = next(iter(made.controls))
    made.controls[question].value = "yes"
    assert with_order.shipment("manual-1").answers[question].answer == "yes"
    assert "Saved " in made.saved.value
    again = ChecklistView(with_order, "manual-1", "delivery.quality_control")
    assert again.widget
    assert again.controls[question].value == "yes"


def test_typing_is_saved_once_and_within_a_second() -> None:
    calls: list[float] = []

    async def typing() -> None:
        loop = asyncio.get_running_loop()
        later = Later(lambda: calls.append(loop.time()), 0.01)
        for _ in range(5):
            later()
        started = loop.time()
        while not calls and loop.time() - started < 1:
            await asyncio.sleep(0.005)

    asyncio.run(typing())
    assert len(calls) == 1
    assert Later(lambda: None)._seconds < 1


def test_no_view_makes_a_widget_before_it_is_shown(with_order: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from parcelproof.steps.current import choose
    from parcelproof.widgets.page import page
    from parcelproof.widgets.start import start

    choose(with_order, "manual-1")
    monkeypatch.setattr(w.Widget, "__init__", lambda *_, **__: pytest.fail("a widget was made"))
    folder = str(with_order.folder)
    views = [start(folder).choose(), start(folder).create(), start(folder).bring_in(), start(folder).board()]
    for measure in FORMS:
        one = page(measure, "", folder)
        views += [one.form(), one.checklist(), one.photos("label"), one.missing(), one.forms()]
    for view in views:
        assert "<script" not in view.static_html()


def test_the_board_shows_every_shipment_by_stage(with_order: Shop) -> None:
    from parcelproof import show_shop

    table = show_shop(str(with_order.folder)).sections[-1].blocks[0]
    assert [column.title for column in table.columns] == ["Shipment", "Delivery", "Tracking", "Product"]
    assert table.rows[0][0].text == "manual-1"
    assert "of 5 in order" in table.rows[0][1].text
