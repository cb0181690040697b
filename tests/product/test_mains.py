"""Does a device work at the wall of a country: over every row of the list, and over inputs as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.playbook import Rule, load_playbook
from parcelproof.product.mains import answer_mains, mains_fit
from parcelproof.product.mains_input import read_input
from parcelproof.product.plugs import goes_into, read_plugs

BOOK = load_playbook()
ROWS = BOOK.rules_for("mains")
AGREED = [rule for rule in ROWS if rule.columns["agreement"] == "agree"]
OTHERS = [rule for rule in ROWS if rule.columns["agreement"] != "agree"]


def country(rule: Rule) -> str:
    return rule.columns["country"]


def volts(rule: Rule) -> list[int]:
    return [int(part) for part in rule.value.split(";")]


def fits(voltage: str, frequency: str, rule: Rule, plug: str = "", motor: bool | None = None) -> str:
    return mains_fit(voltage, frequency, plug, country(rule), BOOK, motor=motor).fits


def test_the_list_is_whole() -> None:
    assert (len(AGREED), len(OTHERS)) == (176, 46)


@pytest.mark.parametrize("rule", AGREED, ids=country)
def test_every_row_where_both_sources_agree(rule: Rule) -> None:
    assert fits("100-240V~ 50/60Hz", "", rule) == "yes"
    own = rule.value.replace(";", "/") + " V"
    assert fits(own, rule.columns["frequency_hz"].replace(";", "/") + " Hz", rule) == "yes"
    for device, low, high in (("AC 110V", 110, 110), ("220-240 V", 220, 240), ("230V", 230, 230), ("120V", 120, 120)):
        near = [low <= nominal * 1.1 and nominal * 0.9 <= high for nominal in volts(rule)]
        assert fits(device, "", rule) == ("yes" if all(near) else "unknown" if any(near) else "no")
    for plug in rule.columns["plugs"].split(";"):
        found = mains_fit("100-240 V", "50/60 Hz", f"Type {plug}", country(rule), BOOK)
        assert (found.fits, found.adapter) == ("yes", "none")
    assert rule.id in mains_fit("110 V", "", "", country(rule), BOOK).rules


@pytest.mark.parametrize("rule", OTHERS, ids=country)
def test_every_other_row_is_unknown(rule: Rule) -> None:
    differs = rule.columns["agreement"].startswith("differs")
    for voltage in ("100-240V~ 50/60Hz", "110 V", "230 V", "DC 12 V", ""):
        answer = mains_fit(voltage, "", "G", country(rule), BOOK)
        assert (answer.fits, answer.adapter) == ("unknown", "unknown")
        assert answer.code == ("sources_differ" if differs else "one_source")


@pytest.mark.parametrize("rule", AGREED, ids=country)
def test_the_band_of_ten_percent_ends_where_it_should(rule: Rule) -> None:
    for nominal in volts(rule) if len(volts(rule)) == 1 else ():
        edge_low, edge_high = Decimal(nominal) * Decimal("0.9"), Decimal(nominal) * Decimal("1.1")
        assert fits(f"{edge_low} V", "", rule) == fits(f"{edge_high} V", "", rule) == "yes"
        assert fits(f"{edge_low - 1} V", "", rule) == fits(f"{edge_high + 1} V", "", rule) == "no"


@pytest.mark.parametrize(
    ("voltage", "frequency", "plug", "destination", "fits_", "adapter", "code"),
    [
        ("110-120 V", "60 Hz", "US plug", "DE", "no", "needed", "voltage"),
        ("120 V", "", "B", "GB", "no", "needed", "voltage"),
        ("230 V", "50 Hz", "Schuko", "US", "no", "needed", "voltage"),
        ("220-240 V", "50 Hz", "EU", "CA", "no", "needed", "voltage"),
        ("230 V", "50 Hz", "C", "JP", "no", "needed", "voltage"),
        ("220 V", "50 Hz", "I", "TW", "no", "needed", "voltage"),
        ("230 V", "50 Hz", "C", "MX", "no", "needed", "voltage"),
        ("100-240V", "50/60Hz", "A", "FR", "yes", "needed", "wide"),
        ("100-240V", "50/60Hz", "C", "CH", "yes", "none", "wide"),
        ("100-240V", "50/60Hz", "EU plug", "CH", "yes", "unknown", "wide"),
        ("100-240V", "50/60Hz", "E", "DE", "yes", "unknown", "wide"),
        ("100-240V", "50/60Hz", "UK/EU", "IE", "yes", "none", "wide"),
        ("220 V", "50 Hz", "C", "BR", "unknown", "none", "some_regions"),
        ("220-240 V", "50 Hz", "C", "KR", "unknown", "none", "frequency"),
        ("220-240 V", "60 Hz", "C", "KR", "yes", "none", "fits"),
        ("USB 5V", "", "", "DE", "yes", "none", "no_mains"),
        ("5 V 2 A USB-C", "", "none (USB)", "TR", "yes", "none", "no_mains"),
        ("2 x AA batteries", "", "", "US", "yes", "none", "no_mains"),
        ("DC 12V", "", "", "US", "unknown", "unknown", "own_supply"),
        ("", "", "", "US", "unknown", "unknown", "not_stated"),
        ("100-240 V", "", "Type A, no adapter in the box", "JP", "yes", "none", "wide"),
        ("230 V", "50 Hz", "G", "UK", "yes", "none", "fits"),
        ("230 V", "50 Hz", "G", "XI", "yes", "none", "fits"),
        ("230 V", "50 Hz", "G", "Singapore", "yes", "none", "fits"),
    ],
)  # fmt: skip
def test_known_cases(
    voltage: str, frequency: str, plug: str, destination: str, fits_: str, adapter: str, code: str
) -> None:
    answer = answer_mains({"voltage": voltage, "frequency": frequency, "plug": plug, "destination": destination})
    assert (answer["fits"], answer["adapter"], answer["code"]) == (fits_, adapter, code)
    assert answer["reason"].endswith(".")


def test_a_motor_minds_the_frequency() -> None:
    korea = {"voltage": "220 V", "frequency": "50 Hz", "plug": "C", "destination": "KR"}
    assert answer_mains(korea | {"motor": "yes"})["code"] == "motor_frequency"
    assert answer_mains(korea | {"motor": "yes"})["fits"] == "no"
    assert answer_mains(korea | {"motor": "no"})["fits"] == "yes"
    japan = {"voltage": "100 V", "frequency": "50 Hz", "plug": "A", "destination": "JP", "motor": "yes"}
    assert answer_mains(japan)["fits"] == "unknown"
    unsaid = {"voltage": "230 V", "frequency": "", "plug": "C", "destination": "DE", "motor": "yes"}
    assert answer_mains(unsaid)["fits"] == "unknown"


@pytest.mark.parametrize(
    "row", [{"destination": "Atlantis"}, {"destination": ""}, {"destination": "DE", "motor": "so"}]
)
def test_what_cannot_be_read_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(InputError):
        answer_mains({"voltage": "230 V", **row})


INPUTS = {
    "100-240V~ 50/60Hz": ("mains", "100-240", "50-50 60-60"), "AC 110V": ("mains", "110-110", ""),
    "220 V": ("mains", "220-220", ""), "USB 5V": ("usb", "5-5", ""), "DC 12V": ("dc", "12-12", ""),
    "１００－２４０Ｖ　５０／６０Ｈｚ": ("mains", "100-240", "50-50 60-60"), "230,0 V": ("mains", "230.0-230.0", ""),
    "110/220V": ("mains", "110-110 220-220", ""), "AC100V-240V, 50-60Hz": ("mains", "100-240", "50-60"),
    "Input: 100-240V AC 0.5A, Output: 5V 2A": ("mains", "100-240", ""), "5V 2A": ("usb", "5-5", ""),
    "3.7V battery": ("battery", "", ""), "110": ("mains", "110-110", ""), "220~240V": ("mains", "220-240", ""),
    "220V~ 50Hz": ("mains", "220-220", "50-50"), "120VAC 60Hz 1500W": ("mains", "120-120", "60-60"),
    "240-100V": ("mains", "100-240", ""), "220伏": ("mains", "220-220", ""), "AC230V": ("mains", "230-230", ""),
    "100 bis 240 Volt": ("mains", "100-240", ""), "110V or 220V": ("mains", "110-110 220-220", ""),
    "12-24V": ("dc", "12-24", ""), "dual voltage": ("unknown", "", ""), "": ("unknown", "", ""),
    "110-120V, 220-240V": ("mains", "110-120 220-240", ""),
}  # fmt: skip


@pytest.mark.parametrize("text", INPUTS)
def test_inputs_as_people_write_them(text: str) -> None:
    kind, spans, hertz = INPUTS[text]
    read = read_input(text)
    shown = [" ".join(f"{low}-{high}" for low, high in found) for found in (read.volts, read.hertz)]
    assert (read.kind, *shown) == (kind, spans, hertz)


@given(st.integers(90, 260), st.integers(90, 260), st.sampled_from(["-", "~", " - ", "–", "V-", " to ", "－"]))
def test_a_range_is_read_in_every_spelling(one: int, other: int, sign: str) -> None:
    low, high = sorted((one, other))
    assert read_input(f"AC {one}{sign}{other}V").volts == ((Decimal(low), Decimal(high)),)
    assert read_input(f"{one}{sign}{other} V, 50/60 Hz").volts == ((Decimal(low), Decimal(high)),)


@given(st.text(max_size=80), st.text(max_size=20), st.text(max_size=40))
def test_any_text_gets_an_answer(voltage: str, frequency: str, plug: str) -> None:
    answer = mains_fit(voltage, frequency, plug, "DE", BOOK)
    assert answer.fits in ("yes", "no", "unknown")
    assert answer.adapter in ("none", "needed", "unknown")


@pytest.mark.parametrize("rule", BOOK.rules_for("mains_fit", kind="plug"), ids=lambda rule: rule.columns["plug"])
def test_every_plug_family(rule: Rule) -> None:
    plug = rule.columns["plug"]
    here = frozenset({plug})
    for socket in rule.value.split(";"):
        assert goes_into([here], [socket], BOOK)[0] == "yes"
    for socket in filter(None, rule.columns["unsure"].split(";")):
        assert goes_into([here], [socket], BOOK)[0] == "unknown"
    assert goes_into([here], ["?"], BOOK)[0] == "no"
    assert (rule.confidence, rule.may_fail) == ("inference", False)


@pytest.mark.parametrize("rule", BOOK.rules_for("mains_fit", kind="name"), ids=lambda rule: rule.id)
def test_every_name_of_a_plug(rule: Rule) -> None:
    for name in rule.columns["plug"].split(";"):
        assert read_plugs(name, BOOK) == (frozenset(rule.value.split(";")),)


@pytest.mark.parametrize(
    ("text", "plugs"),
    [
        ("A", "A"), ("type c", "C"), ("A/B", "A B"), ("Type A, Type G", "A G"), ("Typ F", "F"), ("USB-C", ""),
        ("USB Type-C", ""),
        ("none (USB)", ""), ("US plug", "A|B"), ("EU/UK", "C|E/F G"), ("美规插头", "A|B"), ("Schuko (CEE 7/7)", "E/F"),
    ],
)  # fmt: skip
def test_plugs_as_people_write_them(text: str, plugs: str) -> None:
    assert sorted("|".join(sorted(choice)) for choice in read_plugs(text, BOOK)) == plugs.split()
