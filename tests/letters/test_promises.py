"""Statements that the record does not hold, in ten languages; and those that are none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import DELIVERED, NUMBER, SENT, TODAY, inquiry, message, order, said, scan, shipment, tracking
from parcelproof.letters import promises
from parcelproof.letters.dates import days_in, fits
from parcelproof.shipment import Shipment
from parcelproof.tracking.events import Status

MOVING = shipment(tracking=tracking(scan(Status.ACCEPTED, SENT), scan(Status.IN_TRANSIT, SENT + timedelta(days=3))))


def kinds(text: str, language: str = "", whole: Shipment = MOVING) -> set[str]:
    return {promise.kind for promise in promises(text, whole, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We have refunded your payment."),
        ("zh", "我们已退款。"),
        ("de", "Wir haben Ihnen den Betrag erstattet."),
        ("fr", "Nous vous avons remboursé."),
        ("es", "Le hemos reembolsado el importe."),
        ("pt", "O valor foi estornado."),
        ("it", "Abbiamo rimborsato l'importo."),
        ("ru", "Деньги возвращены."),
        ("ja", "返金いたしました。"),
        ("ar", "تم رد المبلغ."),
    ],
)
def test_a_refund_that_is_not_on_record(language: str, text: str) -> None:
    assert kinds(text, language) == {"refund"}
    assert kinds(text) == {"refund"}, "without a language all are looked for"
    assert kinds(text, whole=shipment(order=order(status="Refunded"))) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your parcel has been delivered."),
        ("zh", "您的包裹已签收。"),
        ("de", "Ihr Paket wurde gestern zugestellt."),
        ("fr", "Votre colis a été livré."),
        ("es", "Su paquete ha sido entregado."),
        ("pt", "A encomenda foi entregue."),
        ("it", "Il pacco è stato consegnato."),
        ("ru", "Посылка доставлена."),
        ("ja", "お荷物は配達されました。"),
        ("ar", "تم تسليم الطرد."),
    ],
)
def test_a_delivery_that_no_scan_shows(language: str, text: str) -> None:
    assert kinds(text, language) == {"delivered"}
    assert kinds(text, language, shipment()) == set()
    early = promises(text, shipment(), language, DELIVERED - timedelta(days=2))
    assert [p.kind for p in early] == ["delivered"], "it was not so when it was said"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It will arrive on 5 October."),
        ("en", "It will arrive tomorrow."),
        ("zh", "包裹将于10月5日送达。"),
        ("de", "Das Paket kommt am 5. Oktober an."),
        ("fr", "Il arrivera le 5 octobre."),
        ("es", "Llegará el 5 de octubre."),
        ("pt", "Chegará em 5 de outubro."),
        ("it", "Arriverà il 5 ottobre."),
        ("ru", "Посылка прибудет 5 октября."),
        ("ja", "10月5日に届きます。"),
        ("ar", "سيصل الطرد في 5 أكتوبر."),
    ],
)
def test_a_day_that_nobody_promised(language: str, text: str) -> None:
    assert kinds(text, language) == {"arrives"}


def test_the_promised_day_may_be_said_in_every_way() -> None:
    for text in ("by 21 September", "on September 21, 2026", "on 2026-09-21", "by 21.9.2026", "on 9/21/2026"):
        assert kinds(f"It will arrive {text}.", "en") == set(), text


@pytest.mark.parametrize(
    "text",
    [
        "We have not refunded you yet.",
        "Was it delivered?",
        "As soon as it was delivered, write to us.",
        "We offer you a full refund.",
        "If it has been delivered please tell us.",
        "Die Ware wurde nicht zugestellt.",
        "如果已签收，请告诉我们。",
        "返金いたしましたら、ご連絡します。",
        f"Your number is {NUMBER}.",
        "",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert kinds(text) == set()


def test_inquiry_cause_and_number() -> None:
    assert kinds("We opened an inquiry.", "en") == {"inquiry"}
    assert kinds("The carrier confirmed a strike.", "en") == {"cause"}
    asked = shipment(inquiries=(inquiry(claimed_at=SENT, cause="Strike", answered_at=TODAY),))
    assert kinds("We opened an inquiry. The carrier confirmed a strike.", "en", asked) == set()
    assert kinds("Your number is RR473829104CN.") == {"number"}
    assert kinds("Replacement was sent.", "en") == {"replacement"}
    assert kinds("Replacement was sent.", "en", shipment(siblings=("S-2",))) == set()


def test_the_check_reads_the_recorded_messages() -> None:
    name = "tracking.communication.promises"
    whole = shipment(messages=(message("to_buyer", TODAY, text="We have refunded you.", language="en"),))
    found = said(whole, name)["broken"]
    assert found.level == "warn"
    assert "We have refunded you." in found.why
    assert set(said(shipment(), name)) == {"on_record"}
    assert set(said(shipment(messages=()), name)) == {"no_messages"}
    theirs = message("from_buyer", TODAY, text="You have refunded me? We have refunded you.")
    assert set(said(shipment(messages=(theirs,)), name)) == {"no_messages"}


@given(st.text(max_size=300), st.sampled_from(["", "en", "zh", "ar", "xx", "pt-BR"]))
def test_no_text_breaks_it(text: str, language: str) -> None:
    for promise in promises(text, MOVING, language):
        assert promise.missing


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from(["en", "zh", "de", "fr", "es", "pt", "it", "ru", "ja", "ar"]),
)
def test_a_day_in_the_long_form_of_a_language_is_read_back(day: date, language: str) -> None:
    from babel.dates import format_date

    found = days_in(format_date(day, "long", locale=language), language)
    assert len(found) == 1
    assert fits(found[0], day)
