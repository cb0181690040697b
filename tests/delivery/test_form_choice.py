"""Which customs form a parcel needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builders import declaration, grams, line, money, shipment, shipping
from parcelproof.delivery.form_choice import choose_form
from parcelproof.playbook import load_playbook

BOOK = load_playbook()
DAY = date(2026, 9, 2)


def choose(*values: Any, origin: str = "CN", **changes: Any) -> tuple[str, str]:
    whole = shipment(declaration=declaration(*(line(value=value) for value in values)), **changes)
    found = choose_form(whole, values, origin, BOOK, DAY)
    assert found.why.endswith(".")
    return found.form, found.rule


@pytest.mark.parametrize(("amount", "form"), [("270", "CN22"), ("270.01", "CN23")])
def test_royal_mail_has_its_own_limit(amount: str, form: str) -> None:
    assert choose(money(amount, "GBP"), origin="GB") == (form, "declaration.cn22_limit.gb")


@pytest.mark.parametrize("origin", ["CN", ""])
def test_other_posts_get_the_limit_of_the_treaty_on_its_safe_side(origin: str) -> None:
    assert choose(money(300), origin=origin) == ("CN22", "declaration.cn22_treaty_limit")
    assert choose(money("300.01"), origin=origin) == ("CN23", "declaration.cn22_treaty_limit")
    whole = shipment()
    assert "special drawing rights" in choose_form(whole, [money(10)], origin, BOOK, DAY).why


def test_lines_are_added_up() -> None:
    assert choose(money(200), money(101))[0] == "CN23"


def test_what_cannot_be_compared_gets_the_longer_form() -> None:
    assert choose(money(10, "AED"))[0] == "CN23"
    assert choose_form(shipment(), [], "CN", BOOK, DAY).form == "CN23"


def test_weight_and_carrier_come_first() -> None:
    assert choose(money(10), weights={"packed": grams(2000)})[0] == "CN22"
    assert choose(money(10), weights={"packed": grams(2001)}) == ("CN23", "declaration.small_packet_max")
    assert choose(money(10), shipping=shipping(carrier="FedEx"))[0] == "commercial_invoice"
