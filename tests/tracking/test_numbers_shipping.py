"""Measure 7: the number on record against the carrier on record."""

from __future__ import annotations

import pytest

from builders import level_of, said, shipment, shipping, unsent

NUMBER = "tracking.shipping_choice.number"


@pytest.mark.parametrize(
    ("carrier", "number", "code", "level"),
    [
        ("China Post", "RR473829103CN", "right", "pass"),
        ("EMS", "EE305117741CN", "right", "pass"),
        ("China Post EMS", "EE305117741CN", "right", "pass"),
        ("4PX", "LZ188403923CN", "right", "pass"),
        ("DHL", "4827193066", "right", "pass"),
        ("dhl express", "4827193066", "right", "pass"),
        ("UPS", "1Z5R89390357567127", "right", "pass"),
        ("Some Courier", "RR473829103CN", "right", "pass"),
        ("", "RR473829103CN", "right", "pass"),
        ("YunExpress", "YT2630500184720316", "fits", "pass"),
        ("Yun Express", "YT2630500184720316", "fits", "pass"),
        ("SF Express", "123456789018", "fits", "pass"),
        ("China Post", "RR473829104CN", "wrong_check_digit", "warn"),
        ("FedEx", "996578788855", "wrong_check_digit", "warn"),
        ("DHL Express", "4827193065", "wrong_check_digit", "warn"),
        ("UPS", "RR473829104CN", "wrong_check_digit", "warn"),
        ("UPS", "RR473829103CN", "other_carrier", "note"),
        ("Yanwen", "YT2628300519274401", "other_carrier", "note"),
        ("USPS", "LN773102543CN", "other_carrier", "note"),
        ("China Post", "QQ99QQ99QQ99QQ99", "not_on_file", "note"),
        ("Some Courier", "A1", "not_on_file", "note"),
        ("China Post", "<b>#1</b>", "not_on_file", "note"),
        ("China Post", "", "no_number", "note"),
    ],
)
def test_number_and_carrier(carrier: str, number: str, code: str, level: str) -> None:
    assert level_of(shipment(shipping=shipping(carrier=carrier, tracking_number=number)), NUMBER, code) == level


def test_words_name_the_character() -> None:
    finding = said(shipment(shipping=shipping(tracking_number="RR473829104CN", carrier="China Post")), NUMBER)
    assert "character 11 is 4" in finding["wrong_check_digit"].why
    assert "should be 3" in finding["wrong_check_digit"].why
    assert finding["wrong_check_digit"].rules[0].id == "s10"


def test_no_shipping_choice() -> None:
    assert level_of(unsent(shipping=None), NUMBER, "no_number") == "note"
