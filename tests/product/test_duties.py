"""What an offer must show: every duty of the list, by country and by day; presence only."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.playbook import Rule, load_playbook
from parcelproof.product.conditions import conditions_of, in_union
from parcelproof.product.duties import duties_of, has_number
from parcelproof.product.gpsr import in_the_union
from parcelproof.product.language_guess import guess_language
from parcelproof.product.offer import Duty, Offer

BOOK = load_playbook()
TODAY = date(2026, 11, 26)
RULES = BOOK.rules_for("product_duties")
MARKS = [rule for rule in RULES if rule.columns["kind"] == "mark"]
CHARGERS = [rule for rule in RULES if rule.columns["kind"] == "charger"]
TICKS = [rule for rule in RULES if rule.columns["kind"] == "gpsr"]
EVERY = frozenset({"mains", "battery", "radio", "charges"})
MAKER = "Nordvolt Ltd, 8 Keyuan Road, 518057 Shenzhen, China, hello@nordvolt.example"
PERSON = "EU Rep GmbH, Hafenstr. 5, 20457 Hamburg, Germany, www.eurep.example"


def offer(**changes: Any) -> Offer:
    facts: dict[str, Any] = {
        "title": "Bluetooth headphones", "profile": "electronics", "conditions": EVERY, "pictures": 1,
        "values": {
            "manufacturer": MAKER, "responsible_person": PERSON, "model": "H-1",
            "warnings": "Nicht öffnen. Von der Hitze fernhalten.",
            "certificates": "EU declaration of conformity DoC-2026-118", "charger_included": "no",
            "charging_power": "5 W", "connectors": "USB-C",
        },
    }  # fmt: skip
    return Offer(**(facts | changes))


def without(*names: str, **new: str) -> Offer:
    whole = offer()
    return offer(values={n: v for n, v in whole.values.items() if n not in names} | new)


def by_id(given_: Offer, destination: str = "DE", on: date = TODAY) -> dict[str, Duty]:
    return {duty.id: duty for duty in duties_of(given_, destination, BOOK, on=on)}


def state(given_: Offer, name: str, destination: str = "DE") -> str:
    return by_id(given_, destination)[f"duty.{name}"].state


def test_a_whole_offer_shows_all() -> None:
    found = by_id(offer())
    assert {duty.state for duty in found.values()} == {"stated"}
    assert {duty.kind for duty in found.values()} == {"gpsr", "mark", "charger"}
    assert len([duty for duty in found.values() if duty.kind == "gpsr"]) == 4


@pytest.mark.parametrize("rule", TICKS, ids=lambda rule: rule.id)
def test_every_tick_has_a_first_day_and_a_place(rule: Rule) -> None:
    first = date(2024, 12, 13)
    assert rule.id in by_id(offer(), on=first)
    assert rule.id not in by_id(offer(), on=first - timedelta(days=1))
    assert rule.id in by_id(offer(), "XI")
    assert rule.id in by_id(offer(), "EU")
    for elsewhere in ("GB", "US", "CH", "CN"):
        assert rule.id not in by_id(offer(), elsewhere)
    bare = offer(values={}, pictures=0)
    assert by_id(bare)[rule.id].state == "missing"
    assert by_id(bare)[rule.id].lacks.endswith(".")


@pytest.mark.parametrize(
    ("changed", "tick", "wanted"),
    [
        (without("manufacturer"), "manufacturer", "missing"),
        (without(manufacturer="Nordvolt"), "manufacturer", "incomplete"),
        (without(manufacturer="Nordvolt Ltd, 8 Keyuan Road, 518057 Shenzhen"), "manufacturer", "incomplete"),
        (without(manufacturer="Nordvolt hello@nordvolt.example"), "manufacturer", "incomplete"),
        (without("responsible_person"), "responsible_person", "missing"),
        (without(responsible_person="EU Rep GmbH"), "responsible_person", "incomplete"),
        (without("responsible_person", manufacturer=PERSON), "responsible_person", "not_due"),
        (without("responsible_person", manufacturer="A, 1 Rue X, FR-75001 P, a@b.fr"), "responsible_person", "not_due"),
        (without("model"), "identification", "missing"),
        (offer(pictures=0), "identification", "unknown"),
        (offer(identified=True, values={}), "identification", "stated"),
        (without("warnings"), "warnings", "missing"),
        (without(warnings="Do not open. Keep away from water."), "warnings", "incomplete"),
        (without(warnings="Achtung"), "warnings", "unknown"),
    ],
)  # fmt: skip
def test_the_ticks(changed: Offer, tick: str, wanted: str) -> None:
    assert state(changed, f"gpsr.{tick}") == wanted


def test_warnings_are_judged_by_the_language_of_the_country() -> None:
    english = without(warnings="Do not open. Keep away from water.")
    assert {c: state(english, "gpsr.warnings", c) for c in ("DE", "IE", "MT", "XI", "EU")} == {
        "DE": "incomplete", "IE": "stated", "MT": "stated", "XI": "stated", "EU": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize("rule", MARKS, ids=lambda rule: rule.id)
def test_every_mark_by_presence_and_number(rule: Rule) -> None:
    profile = rule.columns["profiles"].split(";")[0]
    for place in rule.columns["territory"].split(";"):
        there = "FR" if place == "EU" else place
        for name in rule.columns["names"].split(";"):
            bare = offer(profile=profile, values={"certificates": name}, title="Thing")
            numbered = offer(profile=profile, values={"certificates": f"{name} no. QX-26118"}, title="Thing")
            spoken = offer(profile=profile, values={}, title="Thing", text=f"It has {name}.")
            assert [by_id(o, there)[rule.id].state for o in (bare, numbered, spoken)] == [
                "incomplete", "stated", "incomplete",
            ], (place, name)  # fmt: skip
        silent = offer(profile=profile, values={}, title="Thing")
        assert by_id(silent, there)[rule.id].state == "missing"
    assert rule.id not in by_id(offer(profile=profile), "CN")
    assert rule.id not in by_id(offer(profile="apparel"), rule.columns["territory"].split(";")[0].replace("EU", "FR"))
    if "always" not in rule.columns["when"]:
        assert rule.id not in by_id(offer(profile=profile, conditions=frozenset()), "FR")
    assert (rule.may_fail, rule.confidence != "confirmed") == (False, True)


def test_the_marks_of_the_reference_are_there() -> None:
    assert {rule.value for rule in MARKS} >= {
        "CE", "UKCA or CE", "FCC", "PSE", "KC", "RCM", "BIS", "ANATEL", "NOM", "SABER",
    }  # fmt: skip


@pytest.mark.parametrize("rule", CHARGERS, ids=lambda rule: rule.id)
def test_every_product_with_a_charger_pictogram(rule: Rule) -> None:
    first = rule.starts
    assert first == (date(2026, 4, 28) if rule.id.endswith("laptop") else date(2024, 12, 28))
    for name in rule.value.split(";"):
        silent = offer(title=f"X1 {name}", values={})
        found = [duty for duty in duties_of(silent, "FR", BOOK, on=first) if duty.kind == "charger"]
        assert [duty.state for duty in found] == ["missing"], name
        shown = offer(title=f"X1 {name}")
        assert [d.state for d in duties_of(shown, "FR", BOOK, on=first) if d.kind == "charger"] == ["stated"]
    named = offer(title=f"X1 {rule.value.split(';')[0]}", values={})
    early = duties_of(named, "FR", BOOK, on=first - timedelta(days=1))
    assert [duty for duty in early if duty.kind == "charger"] == []


def test_the_charger_label_part_by_part() -> None:
    assert state(without("charging_power"), "usb_c.headphones") == "incomplete"
    assert state(without(connectors="Micro USB"), "usb_c.headphones") == "incomplete"
    for nothing in (offer(conditions=frozenset({"mains"})), offer(conditions=EVERY | {"part"})):
        assert "duty.usb_c.headphones" not in by_id(nothing)
    assert "duty.usb_c.headphones" not in by_id(offer(), "US")


def test_without_a_destination_nothing_is_due() -> None:
    assert duties_of(offer(), "", BOOK, on=TODAY) == ()


def test_no_words_say_that_goods_conform() -> None:
    texts = [text for duty in by_id(offer(values={})).values() for text in (duty.name, duty.lacks)]
    texts += [text for rule in RULES for text in (rule.note,)]
    assert not [text for text in texts if "compliant" in text.lower() or "conforms" in text.lower()]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FCC ID 2ABCD-NV65", True), ("DoC-2026-118", True), ("test report 26118-A", True), ("CE", False),
        ("RED 2014/53/EU", False),
        ("EN 62368-1", False), ("EN62368-1:2020", False), ("2026-03-02", False), ("IPX5", False), ("", False),
        ("CE, RoHS", False),
    ],
)  # fmt: skip
def test_the_number_of_a_document(text: str, number: bool) -> None:
    assert has_number(text) == number


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        (PERSON, True), (MAKER, False), ("A, Calle 1, 28001 Madrid, España", True), ("A, 75001 Paris, FR", True),
        ("A, DE-20457 Hamburg", True), ("B, 1 High St, London, United Kingdom", False), ("某公司, 德国汉堡", True),
        ("IT department, 5 Road, Shenzhen", False),
    ],
)  # fmt: skip
def test_an_address_in_the_union(address: str, inside: bool) -> None:
    assert in_the_union(address) == inside


def test_the_union_and_northern_ireland() -> None:
    assert [in_union(place) for place in ("DE", "EU", "XI", "GB", "CH", "US", "")] == [True] * 3 + [False] * 4


@pytest.mark.parametrize(
    ("title", "text", "values", "holds", "not_"),
    [
        ("Wireless earphones, white", "", {}, "battery charges radio", "mains part"),
        ("USB charger 65 W", "", {}, "mains", "battery radio"),
        ("Car charger 12 V", "", {}, "", "mains"),
        ("Desk lamp", "", {"voltage": "5 V USB"}, "", "mains battery"),
        ("Desk lamp", "", {"voltage": "220-240 V"}, "mains", "battery"),
        ("Desk lamp", "", {"plug": "Type C"}, "mains", ""),
        ("Toy car", "Batteries included.", {}, "battery", "charges"),
        ("Toy car", "Without battery.", {}, "", "battery"),
        ("Toy car", "", {"battery_chemistry": "no battery"}, "", "battery"),
        ("Torch", "Rechargeable by USB", {}, "battery charges", ""),
        ("Strap, fits Nordvolt A5", "", {}, "part", "battery"),
        ("Slim phone case", "", {}, "part", "battery software"),
        ("Smartphone 6.1", "", {}, "battery software", "mains"),
        ("Hair dryer 2000 W", "", {}, "mains motor", "battery"),
        ("蓝牙耳机", "", {}, "battery radio", "mains"),
        ("Bohrmaschine", "", {"voltage": "230 V"}, "mains motor", ""),
    ],
)
def test_what_holds_for_a_product(title: str, text: str, values: dict[str, str], holds: str, not_: str) -> None:
    found = conditions_of(title, text, values, "", BOOK)
    assert set(holds.split()) <= found
    assert not set(not_.split()) & found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Do not open. Keep away from water.", "en"), ("Nicht öffnen. Von Kindern fernhalten.", "de"),
        ("Ne pas ouvrir. Tenir hors de portée des enfants.", "fr"),
        ("No abrir. Mantener fuera del alcance de los niños.", "es"),
        ("Non aprire. Tenere fuori dalla portata dei bambini.", "it"), ("请勿打开。远离水。", "zh"),
        ("開けないでください。", "ja"),
        ("Не открывать. Вытирать сухой тканью, э", "ru"), ("Keep dry", ""), ("", ""), ("12345", ""),
        ("열지 마십시오", "ko"),
        ("Niet openen. Buiten bereik van kinderen houden.", "nl"), ("Nie otwierać. Trzymać z dala od dzieci.", "pl"),
    ],
)  # fmt: skip
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert guess_language(text) == language


@given(
    st.dictionaries(st.sampled_from(sorted(offer().values)), st.text(max_size=80)),
    st.text(max_size=60),
    st.text(max_size=80),
)
def test_any_offer_is_judged(values: dict[str, str], title: str, text: str) -> None:
    conditions = conditions_of(title, text, values, "DE", BOOK)
    for duty in duties_of(offer(values=values, title=title, text=text, conditions=conditions), "DE", BOOK, on=TODAY):
        assert duty.state in ("stated", "incomplete", "missing", "unknown", "not_due")
        assert bool(duty.lacks) == (duty.state != "stated")
