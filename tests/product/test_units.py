"""Inspected units: every piece, every step, every part, and no unit that was set aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builders import PACKED, SENT, inspection, item, level_of, order, photo, said, sha, shipment, unsent
from parcelproof.ledger.records import Product, UnitInspection
from parcelproof.playbook import load_playbook
from parcelproof.presence.facts import Facts
from parcelproof.presence.goods import inspection_record, serial_number
from parcelproof.product.unit_lots import lots_of
from parcelproof.product.unit_steps import steps_of
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment

BOOK = load_playbook()
PLAN = BOOK.test_plans.plans["audio"]
UNITS, LOT, STEPS = "product.inspection.units", "product.inspection.lot", "product.inspection.steps"
PARTS, KEPT, UNIQUE = "product.inspection.parts", "product.inspection.kept_back", "product.inspection.unique"
NUMBERS, TIMES = "product.inspection.numbers", "product.inspection.unit_times"

EVERY_STEP: tuple[dict[str, Any], ...] = tuple(
    {"test": step.id, "result": "passed", "evidence": (sha(step.id),) if step.evidence != "none" else ()}
    for step in PLAN.steps
)


def unit(serial: str = "SN-1", **changes: Any) -> UnitInspection:
    facts: dict[str, Any] = {
        "serial": serial, "inspector": "Lin Mei", "claimed_at": PACKED - timedelta(hours=1), "test_plan": "audio",
        "tests": EVERY_STEP, "verdict": "passed",
    }  # fmt: skip
    return UnitInspection(**(facts | changes))


def with_results(**results: str) -> tuple[dict[str, Any], ...]:
    return tuple(t | ({"result": results[t["test"]]} if t["test"] in results else {}) for t in EVERY_STEP)


SOLD = item(serials=("SN-1", "SN-2"))
PRODUCT = Product(
    sku="HP-1", title="Bluetooth headphones, black", profile="electronics", in_the_box=("headphones", "cable"),
    gtin="4006381333931",
)  # fmt: skip


def parcel(*units: UnitInspection, sent: bool = True, **changes: Any) -> Shipment:
    facts: dict[str, Any] = {
        "items": (SOLD,), "units": units, "products": (ProductFile("product:hp-1", product=PRODUCT),),
        "inspections": (),
    }  # fmt: skip
    return (shipment if sent else unsent)(**(facts | changes))


GOOD = (unit(), unit("SN-2"))


def test_a_parcel_of_good_units() -> None:
    good = parcel(*GOOD)
    for name, code in (
        ("product.inspection.on_record", "by_unit"), ("product.inspection.serials", "match"), (UNITS, "every_unit"),
        (STEPS, "done"), (PARTS, "complete"), (UNIQUE, "unique"), (NUMBERS, "right"), (TIMES, "in_time"),
    ):  # fmt: skip
        assert level_of(good, name, code) == "pass", name
    assert said(good, LOT) == said(good, KEPT) == {}


def test_without_units_nothing_is_claimed() -> None:
    bare = shipment()
    for name in (STEPS, PARTS, TIMES, LOT, KEPT, NUMBERS):
        assert said(bare, name) == {}
    assert level_of(bare, UNITS, "not_by_unit") == "note"
    mug = item(title="Stoneware mug", category="Home", serials=())
    assert said(shipment(items=(mug,), listings=()), UNITS) == {}
    assert said(Shipment("product:x"), UNITS) == {}


def test_a_piece_that_nobody_looked_at() -> None:
    assert level_of(parcel(unit()), UNITS, "some_missing") == "warn"
    assert level_of(parcel(unit(), siblings=("S-2",)), UNITS, "not_countable") == "unknown"


def stock(good: int, bad: int = 0, **changes: Any) -> ProductFile:
    facts = {"lot": "L-7, 200 pieces", "plan": "level II, AQL 2.5, normal"} | changes
    units = [unit(f"ST-{n}", **facts) for n in range(good)]
    units += [unit(f"BAD-{n}", verdict="set_aside", reason="no sound", **facts) for n in range(bad)]
    return ProductFile("product:hp-1", product=PRODUCT, units=tuple(units))


def test_a_sampling_plan_stands_for_the_rest() -> None:
    # Level II, AQL 2.5, lot of 200: 32 pieces, accept 2, reject 3.
    whole = parcel(unit(), products=(stock(30, 2),))
    assert level_of(whole, UNITS, "sampled") == "pass"
    assert level_of(whole, LOT, "accepted") == "pass"
    few = parcel(unit(), products=(stock(20),))
    assert level_of(few, UNITS, "some_missing") == "warn"
    assert level_of(few, LOT, "unfinished") == "warn"
    bad = parcel(unit(), products=(stock(29, 3),))
    assert level_of(bad, UNITS, "some_missing") == "warn"
    assert level_of(bad, LOT, "rejected") == "warn"
    unnamed = parcel(unit(), products=(stock(32, lot="L-7"),))
    assert level_of(unnamed, LOT, "no_plan") == "unknown"


def test_the_plan_of_the_quality_control_counts() -> None:
    control = inspection(units_checked=32, lot_size=200, plan="level II, AQL 2.5, normal", serials=())
    assert level_of(parcel(inspections=(control,)), UNITS, "sampled") == "pass"
    refused = inspection(units_checked=32, lot_size=200, plan=control.plan, verdict="rejected", serials=())
    assert level_of(parcel(inspections=(refused,)), UNITS, "not_by_unit") == "note"
    # The units name the same plan, so the size of their lot is known.
    named = parcel(unit(), products=(stock(32, lot="L-7"),), inspections=(control,))
    assert level_of(named, LOT, "accepted") == "pass"


@given(st.integers(0, 40), st.integers(0, 5))
def test_a_lot_is_accepted_only_with_its_whole_sample(good: int, bad: int) -> None:
    whole = parcel(products=(stock(good, bad),))
    lots = lots_of(whole, BOOK)
    if not good + bad:
        assert lots == ()
    else:
        state = "rejected" if bad >= 3 else "accepted" if good + bad >= 32 else "unfinished"
        assert [lot.state for lot in lots] == [state]


def test_a_failed_step_and_a_passed_verdict() -> None:
    odd = unit(tests=with_results(power_on="failed"))
    assert level_of(parcel(odd, unit("SN-2")), STEPS, "failed_passed_sent") == "fail"
    assert level_of(parcel(odd, unit("SN-2"), sent=False), STEPS, "failed_passed") == "warn"
    found = said(parcel(odd, unit("SN-2")), STEPS)["failed_passed_sent"]
    assert (found.facts["units"], found.facts["steps"]) == ("SN-1", "Switch it on")
    mended = unit(tests=with_results(power_on="failed"), verdict="reworked", reason="cable changed")
    assert level_of(parcel(mended, unit("SN-2")), STEPS, "done") == "pass"


def test_a_step_left_out() -> None:
    short = unit(tests=[t for t in EVERY_STEP if t["test"] != "power_on"])
    assert level_of(parcel(short), STEPS, "not_done") == "warn"
    not_tested = unit(tests=with_results(power_on="not_tested"))
    assert level_of(parcel(not_tested), STEPS, "not_done") == "warn"
    reason = [t | {"result": "not_tested", "note": "no mains here"} if t["test"] == "power_on" else t
              for t in EVERY_STEP]  # fmt: skip
    assert level_of(parcel(unit(tests=reason)), STEPS, "done") == "pass"
    manual = unit(tests=[t for t in EVERY_STEP if t["test"] != "manual"])
    assert level_of(parcel(manual), STEPS, "not_done") == "note"
    assert level_of(parcel(unit(tests=())), STEPS, "no_steps") == "warn"
    # Nothing on record says that it has a screen or ports, so nobody is blamed for leaving that out.
    ports = unit(tests=[t for t in EVERY_STEP if t["test"] != "every_port"])
    assert level_of(parcel(ports), STEPS, "done") == "pass"


def test_a_step_without_its_picture() -> None:
    blind = [t | {"evidence": ()} if t["test"] == "power_on" else t for t in EVERY_STEP]
    assert level_of(parcel(unit(tests=blind)), STEPS, "no_picture") == "warn"
    video = [
        t | {"evidence": (), "reference": "video 17, disk 2"} if t["test"] == "power_on" else t for t in EVERY_STEP
    ]
    assert level_of(parcel(unit(tests=video)), STEPS, "done") == "pass"
    # A parcel with one piece: its own photo of the function test shows this very unit.
    one = parcel(unit(tests=blind), items=(item(quantity=1, serials=("SN-1",)),), photos=(photo("function_test"),))
    assert level_of(one, STEPS, "done") == "pass"


def test_an_unknown_plan_is_said() -> None:
    assert level_of(parcel(unit(test_plan="gone")), STEPS, "no_plan") == "note"
    assert steps_of(unit(test_plan="gone"), parcel(), BOOK).plan.id == "audio"


def test_missing_parts() -> None:
    short = unit(missing_parts=("cable",))
    assert level_of(parcel(short), PARTS, "missing_sent") == "fail"
    assert level_of(parcel(short, sent=False), PARTS, "missing") == "warn"
    bare = [t for t in EVERY_STEP if t["test"] != "box_list"]
    unknown = parcel(unit(tests=bare), products=())
    assert level_of(unknown, PARTS, "no_list") == "unknown"


def test_a_unit_that_was_set_aside() -> None:
    bad = unit("SN-2", verdict="set_aside", reason="no sound")
    assert level_of(parcel(unit(), bad), KEPT, "sent") == "fail"
    assert level_of(parcel(unit(), bad, sent=False), KEPT, "packed") == "warn"
    other = unit("SN-9", verdict="set_aside", reason="no sound")
    assert level_of(parcel(*GOOD, other), KEPT, "kept_back") == "pass"
    assert level_of(parcel(*GOOD, other), UNITS, "every_unit") == "pass"
    assert level_of(parcel(*GOOD, other), "product.inspection.serials", "match") == "pass"
    nobody_knows = parcel(unit(), other, items=(item(),))
    assert level_of(nobody_knows, KEPT, "cannot_tell") == "unknown"
    shelf = Shipment("product:hp-1", units=(unit(), other))
    assert level_of(shelf, KEPT, "kept_back") == "pass"


def test_a_serial_number_of_another_order() -> None:
    twice = parcel(*GOOD, serials_elsewhere={"SN-2": ("S-77",)})
    found = said(twice, UNIQUE)
    assert found["elsewhere"].level == "warn"
    assert (found["elsewhere"].facts["serials"], found["elsewhere"].facts["orders"]) == ("SN-2", "S-77")


def numbers(*units: UnitInspection, **changes: Any) -> dict[str, str]:
    return {code: str(found.level) for code, found in said(parcel(*units, **changes), NUMBERS).items()}


def test_imei() -> None:
    assert numbers(unit(imei=("490154203237518",)), unit("SN-2")) == {"right": "pass"}
    assert numbers(unit(imei=("490154203237517",)), unit("SN-2")) == {"imei_wrong": "warn"}
    assert numbers(unit(imei=("49015420323751",)), unit("SN-2")) == {"imei_not_checked": "note"}
    same = (unit(imei=("490154203237518",)), unit("SN-2", imei=("49-015420-323751-8",)))
    assert numbers(*same) == {"imei_repeated": "warn"}
    phone = ProductFile("product:p", product=Product(sku="HP-1", title="Smartphone", profile="electronics"))
    without = numbers(unit(test_plan="phone"), products=(phone,))
    assert without == {"imei_missing": "warn"}


def test_units_without_a_serial_number_are_kept_apart() -> None:
    phone = ("490154203237518",)
    first, second = unit("", number="1", imei=phone), unit("", number="1")
    assert "imei_repeated" not in numbers(first, second)
    lots = lots_of(parcel(products=(stock(0), stock(0)), units=(first, unit("", number="1", lot="L-1"))), BOOK)
    assert [(lot.name, lot.looked) for lot in lots] == [("L-1", 1)]
    assert "imei_repeated" in numbers(first, unit("", number="2", imei=phone))


def test_gtin_and_misread_serial_numbers() -> None:
    wrong = ProductFile("product:hp-1", product=PRODUCT.model_copy(update={"gtin": "4006381333932"}))
    assert numbers(*GOOD, products=(wrong,)) == {"gtin_wrong": "warn"}
    none = ProductFile("product:hp-1", product=PRODUCT.model_copy(update={"gtin": "Does not apply"}))
    assert numbers(*GOOD, products=(none,)) == {}
    assert numbers(unit("5N-1"), unit("SN-2")) == {"serial_misread": "warn"}


def test_times_and_names() -> None:
    late = unit(claimed_at=SENT + timedelta(hours=1))
    assert level_of(parcel(late, unit("SN-2")), TIMES, "late") == "warn"
    assert level_of(parcel(unit(claimed_at=None)), TIMES, "undated") == "unknown"
    assert level_of(parcel(*GOOD, sent=False), TIMES, "not_sent_yet") == "pass"
    nameless = said(parcel(unit(inspector=""), unit("SN-2")), TIMES)
    assert {code: str(f.level) for code, f in nameless.items()} == {"in_time": "pass", "nobody_named": "note"}


def test_many_units_are_named_shortly() -> None:
    many = [unit(f"SN-{n}", tests=()) for n in range(50)]
    found = said(parcel(*many), STEPS)["no_steps"]
    assert found.facts["units"] == "SN-0, SN-1, SN-2 and 47 more"


def test_the_order_may_be_missing() -> None:
    for name in (UNITS, LOT, STEPS, PARTS, KEPT, UNIQUE, NUMBERS, TIMES):
        said(parcel(*GOOD, order=None, items=()), name)
        said(parcel(unit(""), items=(), order=order(destination=None)), name)


def test_inspected_units_are_evidence_of_an_inspection() -> None:
    def present(whole: Shipment) -> dict[str, bool]:
        facts = Facts(whole)
        return {f.__name__: f(facts, BOOK).present for f in (inspection_record, serial_number)}

    bare = parcel(items=(item(),), photos=())
    assert present(bare) == {"inspection_record": False, "serial_number": False}
    assert present(parcel(*GOOD, items=(item(),), photos=())) == {"inspection_record": True, "serial_number": True}
    late = unit(claimed_at=SENT + timedelta(hours=1))
    assert not present(parcel(late))["inspection_record"]
    assert not present(parcel(unit(tests=with_results(power_on="failed"))))["inspection_record"]
    assert not present(parcel(unit(verdict="set_aside")))["inspection_record"]
