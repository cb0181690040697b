"""The test plans: each product gets the plan of its kind, and each step is asked only where it can apply."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import PlaybookError
from parcelproof.ledger.records import Product
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.playbook.mistakes import Mistakes
from parcelproof.playbook.test_plans import TestPlans, read_test_plans
from parcelproof.product.test_plans import plan_for, planned_steps
from parcelproof.resources import playbook_dir

BOOK: Playbook = load_playbook()


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("Nordvolt 65 W USB-C Travel Charger, GaN", "charger"),
        ("Phone charger 20 W with cable", "charger"),
        ("Power bank 10000 mAh", "charger"),
        ("Wireless Earphones with Charging Case, White", "audio"),
        ("Portable Bluetooth Speaker, Water Resistant, Teal", "audio"),
        ("Bluetooth-Kopfhörer mit Ladecase", "audio"),
        ("无线蓝牙耳机", "audio"),
        ("Smartphone 128 GB, dual SIM", "phone"),
        ("Folding LED Desk Lamp, USB-C, 3 Colour Temperatures", "mains_device"),
        ("Compact Mechanical Keyboard, 68 Keys, US Layout", "battery_device"),
        ("USB-C cable 2 m", "cable"),
        ("Slim Phone Case, Matte Coral, fits 6.1 inch", "general"),
        ("Aluminium Phone Stand, Foldable", "general"),
        ("Hand-glazed Stoneware Mug 350 ml, Speckled Blue", "home"),
        ("Lightweight Knit Running Trainers, Grey, EU 42", "apparel"),
        ("Automatic Dress Watch, Sapphire Glass, Leather Strap", "jewellery"),
        ("Wooden Jigsaw Puzzle, Old Town, 500 Pieces", "toys"),
        ("Vitamin C Serum 30 ml", "cosmetics"),
        ("Yoga mat 6 mm", "sports"),
        ("Something quite else", "general"),
        ("", "general"),
    ],
)
def test_a_title_finds_its_plan(title: str, plan: str) -> None:
    profile = "electronics" if title in ("无线蓝牙耳机", "Bluetooth-Kopfhörer mit Ladecase") else ""
    product = Product(title=title, profile=profile)
    assert plan_for(BOOK, product=product).id == plan
    if not profile:
        assert plan_for(BOOK, title=title).id == plan


def test_the_profile_and_the_named_plan_count_more_than_the_title() -> None:
    assert plan_for(BOOK, product=Product(title="Gadget", profile="electronics")).id == "electronics"
    assert plan_for(BOOK, product=Product(title="Gadget", profile="toys")).id == "toys"
    assert plan_for(BOOK, product=Product(title="Yoga mat"), named="toys").id == "toys"
    assert plan_for(BOOK, product=Product(title="Yoga mat"), named="gone").id == "sports"


def applying(product: Product, **more: object) -> dict[str, str]:
    plan = plan_for(BOOK, product=product)
    return {s.step.id: s.applies for s in planned_steps(plan, BOOK, product=product, **more)}  # type: ignore[arg-type]


def test_steps_apply_where_something_on_record_tells() -> None:
    mains = Product(title="Charger", profile="electronics", attributes={"voltage": "100-240 V"})
    usb = Product(title="Charger", profile="electronics", attributes={"voltage": "5 V"})
    assert applying(mains)["plug_and_voltage"] == "yes"
    assert applying(usb)["plug_and_voltage"] == "no"
    assert applying(Product(title="Charger", profile="electronics"))["plug_and_voltage"] == "ask"
    assert applying(mains)["serial_number"] == "ask"
    assert applying(mains, has_serials=True)["serial_number"] == "yes"
    assert applying(Product(title="Power bank", profile="electronics"))["battery_condition"] == "yes"
    wired = Product(title="Headphones without battery", profile="electronics")
    assert applying(wired)["battery_condition"] == "no"
    none = Product(title="Headphones", profile="electronics", attributes={"battery_chemistry": "none"})
    assert applying(none)["battery_condition"] == "no"
    one = Product(title="Headphones", profile="electronics", in_the_box=("headphones",))
    two = Product(title="Headphones", profile="electronics", in_the_box=("headphones", "cable"))
    assert (applying(one)["box_list"], applying(two)["box_list"]) == ("no", "yes")


def test_what_is_not_certain_is_asked_in_words() -> None:
    plan = plan_for(BOOK, title="Smart kettle", category="Electronics")
    for planned in planned_steps(plan, BOOK, title="Smart kettle"):
        assert bool(planned.question) == (planned.applies == "ask")


@given(st.text(max_size=200), st.text(max_size=40), st.sampled_from(["", "electronics", "toys", "gone"]))
def test_every_product_has_a_plan(title: str, category: str, profile: str) -> None:
    product = Product(title=title, category=category, profile=profile)
    plan = plan_for(BOOK, product=product)
    assert {s.applies for s in planned_steps(plan, BOOK, product=product)} <= {"yes", "no", "ask"}


def test_every_plan_looks_works_and_names_the_unit() -> None:
    profiles = {name for plan in BOOK.test_plans.plans.values() for name in plan.profiles}
    assert {"electronics", "apparel", "toys", "cosmetics", "home", "jewellery", "sports"} <= profiles
    for plan in BOOK.test_plans.plans.values():
        kinds = {step.kind for step in plan.steps}
        assert {"appearance", "function", "identity", "parts"} <= kinds, plan.id
        assert any(step.evidence != "none" for step in plan.steps)
    electronic = [plan for plan in BOOK.test_plans.plans.values() if "electronics" in plan.profiles]
    for plan in electronic:
        assert {"serial_number", "every_port", "box_list"} <= {step.id for step in plan.steps} | {
            "every_port" if plan.id == "charger" else ""
        }
    assert {"phone", "charger", "audio", "battery_device", "mains_device", "cable"} <= {plan.id for plan in electronic}


def test_conditions_and_steps_fit_together() -> None:
    known = {attribute.id for profile in BOOK.profiles.values() for attribute in profile.attributes}
    used = {step.when for plan in BOOK.test_plans.plans.values() for step in plan.steps}
    for condition in BOOK.test_plans.conditions.values():
        assert set(condition.attributes) <= known, condition.id
        assert condition.id in used
    assert {name for plan in BOOK.test_plans.plans.values() for name in plan.profiles} <= set(BOOK.profiles)


# -- mistakes ---------------------------------------------------------------------------------


def read(folder: Path) -> TestPlans:
    mistakes = Mistakes(folder.parent)
    plans = read_test_plans(folder, "en", mistakes)
    mistakes.stop_if_any()
    return plans


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    return Path(shutil.copytree(playbook_dir() / "product" / "test_plans", tmp_path / "test_plans"))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  - box_list\n", "  - box_lst\n", "'box_lst' is no shared step. Did you mean 'box_list'?"),
        ("  - box_list\n", "  - box_list\n  - box_list\n", "'box_list' is written twice"),
        ("id: charger\n", "id: charger_two\n", "The id should be 'charger'"),
        ("    kind: safety\n", "    kind: danger\n", "'steps.9.kind' cannot be taken"),
        ("    kind: safety\n", "    kind: safety\n    wen: battery\n", "is not a known name here"),
        ("    kind: safety\n", "    kind: safety\n    when: batery\n", "'batery' is no condition"),
        ("    evidence: video\n    shoot: The charger, the phone with the sign for charging, and the meter.\n",
         "    evidence: video\n", "asks for a picture and does not say of what"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(plans: Path, old: str, new: str, says: str) -> None:
    path = plans / "charger.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlaybookError) as error:
        read(plans)
    assert says in f"{error.value.what} {error.value.mend}"
    name, _, line = error.value.where.partition(":")
    assert name == "test_plans/charger.yaml"
    first = text[: text.index(old)].count("\n") + 1
    assert first <= int(line) <= first + 3 or "should be" in says


def test_a_missing_general_plan_is_named(plans: Path) -> None:
    (plans / "general.yaml").unlink()
    with pytest.raises(PlaybookError, match=r"missing"):
        read(plans)


def test_a_seller_adds_a_plan_with_one_file(plans: Path) -> None:
    (plans / "bicycle.yaml").write_text(
        "id: bicycle\ntitle: Bicycle\nprofiles: [sports]\nnames: [bicycle]\nsteps: [all_sides, box_list]\n",
        encoding="utf-8",
    )
    assert [step.id for step in read(plans).plans["bicycle"].steps] == ["all_sides", "box_list"]


def test_another_language_stands_in(plans: Path) -> None:
    text = (plans / "cable.zh.yaml").read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    (plans / "cable.de.yaml").write_text(text.replace(title, "title: Kabel oder kleines Zubehör"), encoding="utf-8")
    mistakes = Mistakes(plans.parent)
    german = read_test_plans(plans, "de", mistakes)
    mistakes.stop_if_any()
    assert german.plans["cable"].title.startswith("Kabel")
    assert read(plans).plans["cable"].title.startswith("Cable")
