"""Tracking numbers as people paste them, format by format."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import InputError, PlaybookError
from parcelproof.language import speaking
from parcelproof.playbook import load_playbook
from parcelproof.tracking.numbers import answer_number, recognise
from parcelproof.tracking.numbers.cleaning import clean
from parcelproof.tracking.numbers.formats import Format, _format, default_book

FORMATS = default_book().formats
EXAMPLES = [(one, example) for one in FORMATS for example in one.examples]
CHECKED = [(one, example) for one, example in EXAMPLES if one.algorithm]


def found(number: str, rule: str) -> str:
    return next((one.certainty for one in recognise(number).candidates if one.rule == rule), "")


@pytest.mark.parametrize(
    ("one", "example"), EXAMPLES, ids=lambda value: getattr(value, "rule", value) and str(value)[:40]
)
def test_every_format_knows_its_examples(one: Format, example: str) -> None:
    assert found(example, one.rule.id) == ("check_digit" if one.algorithm else "pattern")
    assert recognise(example).cleaned == example


@pytest.mark.parametrize(("one", "example"), CHECKED, ids=[example for _, example in CHECKED])
def test_a_wrong_check_digit_is_never_right(one: Format, example: str) -> None:
    place = one.pattern.fullmatch(example).start("check")  # type: ignore[union-attr]
    for wrong in set("0123456789") - {example[place]}:
        assert found(example[:place] + wrong + example[place + 1 :], one.rule.id) in ("wrong_check_digit", "")


@pytest.mark.parametrize("one", FORMATS, ids=[one.rule.id for one in FORMATS])
def test_one_character_more_fits_no_fixed_look(one: Format) -> None:
    """No pattern is open at the end: 50 more digits never fit."""
    for example in one.examples:
        assert one.pattern.fullmatch(example + "0" * 50) is None
        assert one.pattern.fullmatch(f"#{example}") is None


def test_every_row_has_an_example_and_a_source() -> None:
    for one in FORMATS:
        assert one.examples, one.rule.id
        assert one.rule.source
        assert one.carrier


CARRIERS = (
    "UPS", "USPS", "FedEx", "DHL Express", "DHL Paket", "DHL eCommerce", "Deutsche Post", "Parcelforce", "Evri",
    "Yodel",
    "DPD", "GLS", "Canada Post", "Australia Post", "Japan Post", "Yamato", "Sagawa", "China Post", "4PX", "Yanwen",
    "YunExpress", "Cainiao", "SF Express", "ZTO", "YTO", "STO", "J&T Express", "SpeedPAK", "Amazon Logistics", "OnTrac",
    "LaserShip", "PostNL", "bpost", "Colissimo", "Chronopost", "Mondial Relay", "Correos", "InPost", "Poste Italiane",
    "Purolator", "Aramex", "Russian Post", "Ukrposhta", "CDEK", "Swiss Post", "Ninja Van", "Flash Express", "TNT",
    "Austrian Post", "Nova Poshta", "Poczta Polska",
)  # fmt: skip


@pytest.mark.parametrize("carrier", CARRIERS)
def test_carriers_that_sellers_meet(carrier: str) -> None:
    assert any(one.carrier == carrier for one in FORMATS)


@pytest.mark.parametrize(
    ("number", "carrier", "country", "service"),
    [
        ("RR473829103CN", "China Post", "CN", "Registered letter"),
        ("RB123456785GB", "Royal Mail", "GB", "Registered letter"),
        ("EE305117741CN", "China Post", "CN", "EMS"),
        ("CP551209383CN", "China Post", "CN", "Parcel"),
        ("CV551209383CN", "China Post", "CN", "Insured parcel"),
        ("LX830820615CN", "China Post", "CN", "Tracked letter"),
        ("UM830820615CN", "China Post", "CN", "Letter post with customs form"),
        ("RM999605013CH", "Swiss Post", "CH", "Registered letter"),
        ("UG830820615YP", "Yanwen", "CN", "Letter post with customs form"),
        ("RB123456785CV", "Post of Cabo Verde", "CV", "Registered letter"),
        ("OB123456785CV", "Post of Cabo Verde", "CV", ""),
    ],
)
def test_postal_letters(number: str, carrier: str, country: str, service: str) -> None:
    first = recognise(number).candidates[0]
    assert (first.carrier, first.country, first.service, first.certainty) == (carrier, country, service, "check_digit")


def test_a_country_that_is_none() -> None:
    told = recognise("RB123456785XX")
    assert told.valid is False
    assert told.candidates == ()
    assert "XX name no country" in told.problem


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("RR473829103CN", "RR473829103CN"),
        ("  rr 473 829 103 cn\n", "RR473829103CN"),
        ("RR-473-829-103-CN", "RR473829103CN"),
        ("ＲＲ４７３８２９１０３ＣＮ", "RR473829103CN"),
        ("RR4738\u200b29103\u2060CN\ufeff", "RR473829103CN"),
        ("RR\u00a0473\u2009829\u202f103 CN", "RR473829103CN"),
        ("RR473829103\u2013CN", "RR473829103CN"),
        ('="RR473829103CN"', "RR473829103CN"),
        ("'00340434161094042557", "00340434161094042557"),
        ("Tracking No.: RR473829103CN", "RR473829103CN"),
        ("Tracking number RR 473 829 103 CN.", "RR473829103CN"),
        ("tracking#: 1Z 5R8 939 03 5756 712 7", "1Z5R89390357567127"),
        ("UPS 1Z879E930346834440", "1Z879E930346834440"),
        ("DHL: 3318810025", "3318810025"),
        ("Sendungsnummer 00340433836442636597", "00340433836442636597"),
        ("运单号：YT2229521272164446", "YT2229521272164446"),
        ("Трек-номер: RR473829103CN", "RR473829103CN"),
        ("RR473829103CN (EMS)", "RR473829103CN"),
        ("RR 123 456 785 NO", "RR123456785NO"),
        ("DE 123 456 785 FR", "DE123456785FR"),
        ("no. DE 123 456 785 FR", "DE123456785FR"),
        ("99.01.000111.00320321", "990100011100320321"),
        ("1LS7119013618127-1", "1LS71190136181271"),
        ("https://www.fedex.com/apps/fedextrack/?tracknumbers=568838414941", "568838414941"),
        ("https://tools.usps.com/go/TrackConfirmAction?qtc_tLabels1=9405803699300124287899", "9405803699300124287899"),
        ("https://track.4px.com/#/result/0/4PX3001291278502CN", "4PX3001291278502CN"),
        ("https://t.17track.net/en#nums=RR473829103CN", "RR473829103CN"),
        ("look: https://auspost.com.au/mypost/track/details/36LB45032230", "36LB45032230"),
        ("٤٤٩٠٤٤٣٠٤١٣٧٨٢١", "449044304137821"),
    ],
)
def test_cleaning(text: str, number: str) -> None:
    assert clean(text).text == number
    assert clean(text).problem == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no tracking number"),
        (" \u200b ", "no tracking number"),
        ("n/a", "no tracking number"),
        ("9.4001E+21", "Export the file again"),
        ("9,4001E+21", "Export the file again"),
        ("4,2E21", "Export the file again"),
        ("RR473829103СN", "no Latin letter"),
        ("RR473829103CN, LW473829103CN", "several numbers"),
        ("RR473829103CN\nLW473829103CN", "several numbers"),
        ("RR473829103CN/LW473829103CN", "several numbers"),
        ("RR473829103CN LW473829103CN", "several numbers"),
        ("1" * 41, "no tracking number"),
        ("1" * 100_000, "too long"),
        ("<script>alert(1)</script>", "no tracking number"),
        ("http://[::1", "no tracking number"),
        ("☃", "Type the number again"),
    ],
)
def test_what_is_no_number_says_how_to_mend_it(text: str, says: str) -> None:
    told = recognise(text)
    assert says in told.problem
    assert (told.valid, told.cleaned, told.candidates) == (False, "", ())


@given(st.text(max_size=80))
@settings(max_examples=400)
def test_any_text_gets_an_answer(text: str) -> None:
    told = recognise(text)
    assert told.cleaned == "" or (told.cleaned.isascii() and told.cleaned.isalnum())
    assert told.candidates or told.problem
    assert recognise(told.cleaned).cleaned == told.cleaned


@given(st.text("0123456789ABCZ -.", min_size=4, max_size=60))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


def test_hostile_text_is_answered_at_once() -> None:
    begin = time.perf_counter()
    for text in ("Z" * 500, "1" * 500, "A1" * 250, "(" * 500, "tracking no: " * 38, "://" * 160, "１" * 40, "第" * 500):
        recognise(text)
    assert time.perf_counter() - begin < 2


def test_a_typing_mistake_is_told_with_its_place() -> None:
    told = recognise("1Z5R89390357567128")
    assert told.valid is False
    first = told.candidates[0]
    assert (first.carrier, first.certainty, first.place, first.found, first.expected) == (
        "UPS", "wrong_check_digit", 18, "8", "7",
    )  # fmt: skip
    assert "looks like a number of UPS with a typing mistake" in told.problem


def test_ambiguous_is_an_answer() -> None:
    told = recognise("123456789013")
    assert told.valid is True
    assert told.ambiguous
    assert {"Japan Post", "Yamato", "Sagawa"} <= {
        one.carrier for one in told.candidates if one.certainty == "check_digit"
    }
    assert not recognise("1Z5R89390357567127").ambiguous


def test_plain_digits_prove_nothing() -> None:
    told = recognise("3318810010")
    assert told.valid is None
    assert found("3318810010", "dhl_express_10") == "wrong_check_digit"
    assert told.candidates[0].certainty == "pattern"


def test_unknown_format() -> None:
    told = recognise("QQ99QQ99QQ99QQ99")
    assert (told.valid, told.candidates) == (False, ())
    assert "no format on file" in told.problem


def test_routing_prefix_of_usps() -> None:
    for number in ("42022153" + "9101026837331000039521", "420102821234" + "9261290113185417468510"):
        assert found(number, "usps_impb_22") == "check_digit"


@pytest.mark.parametrize(
    "number",
    [
        "61299998820821171812", "9200000000000000000000", "RB123456786US", "C11031500001889", "D10011345983012",
        "00340433836442636598",
    ],
)  # fmt: skip
def test_numbers_that_public_collections_call_wrong(number: str) -> None:
    assert recognise(number).valid is not True


def test_the_answer_for_the_shell() -> None:
    assert answer_number({"number": "RR 473829103 CN"}) == {
        "valid": True,
        "candidates": [
            {
                "carrier": "China Post", "format": "UPU S10", "certainty": "check_digit", "country": "CN",
                "service": "Registered letter",
                "meaning": "Registered mail; how far it is tracked depends on the country",
            }
        ],
        "cleaned": "RR473829103CN",
    }  # fmt: skip
    wrong = answer_number({"number": "RR473829104CN"})
    assert wrong["valid"] is False
    assert "character 11 is 4" in wrong["note"]
    assert answer_number({"number": "3318810010"})["valid"] is None
    assert "note" in answer_number({"number": "123456789013"})
    with pytest.raises(InputError):
        answer_number({"number": "  "})
    with pytest.raises(InputError):
        answer_number({})


@pytest.mark.parametrize(
    "change",
    [
        {"pattern": "[0-9]+"}, {"pattern": "[0-9]*A"}, {"pattern": "[0-9]{3,}"}, {"pattern": "(["}, {"pattern": "A b"},
        {"check": "mod99"}, {"weights": "3 x"}, {"weights": ""}, {"pattern": "[0-9]{12}"},
    ],
)  # fmt: skip
def test_a_mistake_in_the_table_is_told_with_its_line(change: dict[str, str]) -> None:
    rule = load_playbook().rule("canada_post_16")
    assert rule is not None
    broken = rule.model_copy(update={"columns": {**rule.columns, **change}})
    with pytest.raises(PlaybookError) as told:
        _format(broken)
    assert "tracking_numbers.csv" in str(told.value.where)


def test_a_number_that_was_looked_up_before_is_told_in_the_language_of_the_moment() -> None:
    english = recognise("RR123456780CN").problem
    with speaking("zh"):
        chinese = recognise("RR123456780CN").problem
    assert (english[:13], chinese[:13]) == ("It looks like", "像 China Post ")
    assert recognise("RR123456780CN").problem == english
