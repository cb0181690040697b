"""Measures 4 and 5: words, codes, duty, numbers and form of a declaration, and what a gift changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from builders import (
    SENT,
    TODAY,
    declaration,
    gift,
    grams,
    level_of,
    line,
    money,
    order,
    said,
    shipment,
    shipping,
)
from parcelproof.ledger.records.order import Address
from parcelproof.shipment import Shipment

NAME = "delivery.declaration."
GIFTS = "delivery.gifts."


def declared(*lines: Any, to: str = "US", **changes: Any) -> Shipment:
    form = {k: changes.pop(k) for k in ("form", "ioss", "sender_tax_id", "total_weight") if k in changes}
    return shipment(order=order(destination=to), declaration=declaration(*lines, **form), **changes)


def test_description() -> None:
    name = NAME + "description"
    assert level_of(declared(), name, "accepted") == "pass"
    assert level_of(declared(line(description="Gift")), name, "refused") == "fail"
    assert level_of(declared(line(description="Portable gadget")), name, "doubtful") == "warn"
    both = said(declared(line(description="parts"), line(description="Portable gadget")), name)
    assert set(both) == {"refused", "doubtful"}
    assert "Brake pads" in both["refused"].fix
    assert said(shipment(declaration=None), name) == {}


def test_parties() -> None:
    name = NAME + "parties"
    fine = order(destination="DE", ship_to=Address(name="Anna Müller", line1="Gartenweg 5", city="Freiburg"))
    assert level_of(shipment(order=fine), name, "names_fit") == "pass"
    filler = order(destination="DE", ship_to=Address(name="Unknown", line1="Gartenweg 5", city="Freiburg"))
    found = said(shipment(order=filler), name)["filler"]
    assert found.level == "warn"
    assert found.facts["field"] == "name"
    russian = order(destination="RU", ship_to=Address(name="Мария", line1="Lesnaya 12", city="Moskva"))
    assert level_of(shipment(order=russian), name, "not_latin") == "note"
    assert said(shipment(), name) == {}


@pytest.mark.parametrize(
    ("code", "said_code", "level"),
    [
        ("851830", "known", "pass"), ("851712", "leftover", "warn"), ("851999", "unknown_code", "warn"),
        ("980100", "unknown_code", "warn"), ("999998", "special_chapter", "note"), ("010121", "words_differ", "note"),
    ],
)  # fmt: skip
def test_hs_list(code: str, said_code: str, level: str) -> None:
    assert level_of(declared(line(hs_code=code)), NAME + "hs_list", said_code) == level


def test_hs_list_leaves_bad_forms_to_the_other_check_and_knows_its_edition() -> None:
    assert said(declared(line(hs_code="8518")), NAME + "hs_list") == {}
    late = SENT.replace(year=2028)
    later = declared(shipping=shipping(shipped_at=late), tracking=shipment().tracking.__class__())
    assert level_of(later, NAME + "hs_list", "edition_over", as_of=late + timedelta(days=1)) == "unknown"


@pytest.mark.parametrize(
    ("to", "value", "hs", "code", "level"),
    [
        ("GB", money(80, "GBP"), "851830", "none_due", "pass"), ("DE", money(80, "EUR"), "851830", "flat", "note"),
        ("US", money(80), "851830", "due", "note"), ("DE", money(800, "EUR"), "851830", "due", "note"),
        ("DE", money(80, "EUR"), None, "no_code", "unknown"), ("DE", money(80, "AED"), "851830", "no_rate", "unknown"),
        ("RU", money(80), "851830", "no_row", "unknown"), ("HK", money(80), "851830", "none_due", "pass"),
    ],
)  # fmt: skip
def test_duty(to: str, value: Any, hs: str | None, code: str, level: str) -> None:
    found = said(declared(line(value=value, hs_code=hs), to=to), NAME + "duty")
    assert {name: str(finding.level) for name, finding in found.items()} == {code: level}
    assert code == "no_row" or "Source" in found[code].why or found[code].rules


def test_duty_names_amount_lines_and_national_fee() -> None:
    two = (line(value=money(20, "EUR")), line(value=money(9, "EUR"), hs_code="910211"))
    found = said(declared(*two, to="FR"), NAME + "duty")["flat"]
    assert "EUR 6.00 for 2 tariff line(s)" in found.why
    assert "A national fee of EUR 4.00" in found.why
    assert any(rule.id == "threshold.eu.flat_duty_per_item" for rule in found.rules)
    nowhere = shipment(order=order(destination=None))
    assert level_of(nowhere, NAME + "duty", "no_destination") == "unknown"


def test_tax_numbers() -> None:
    name = NAME + "tax_numbers"
    assert said(declared(), name) == {}
    cheap = line(value=money(80, "EUR"))
    assert level_of(declared(cheap, to="DE"), name, "no_ioss") == "note"
    assert level_of(declared(cheap, to="DE", ioss="IM2760000742"), name, "form_only") == "pass"
    assert set(said(declared(cheap, to="DE", ioss="IM1"), name)) == {"wrong"}
    dear = declared(line(value=money(200, "EUR")), to="DE", ioss="IM2760000742")
    assert set(said(dear, name)) == {"form_only", "ioss_too_high"}
    assert set(said(declared(ioss="IM2760000742"), name)) == {"form_only", "ioss_elsewhere"}
    assert level_of(declared(sender_tax_id="DE136695976"), name, "right") == "pass"


def test_form() -> None:
    name = NAME + "form"
    assert level_of(declared(), name, "fits") == "pass"
    assert level_of(declared(line(value=money(301))), name, "cn23_needed") == "warn"
    assert level_of(declared(line(value=money(301)), form="CN23"), name, "fits") == "pass"
    british = shipping(tracking_number="RR473829103GB", carrier="Royal Mail")
    pounds = [line(value=money(amount, "GBP")) for amount in ("270", "270.01")]
    assert level_of(declared(pounds[0], shipping=british), name, "fits") == "pass"
    assert level_of(declared(pounds[1], shipping=british), name, "cn23_needed") == "warn"
    heavy = declared(weights={"packed": grams(2001)})
    assert level_of(heavy, name, "cn23_needed") == "warn"
    assert level_of(declared(shipping=shipping(carrier="DHL Express")), name, "invoice_needed") == "warn"
    assert said(declared(form="electronic"), name) == {}


def given(description: str = "Stand of aluminium, for telephones", to: str = "US", **line_changes: Any) -> Shipment:
    free = line(**({"description": description, "quantity": 1, "value": money(3), "hs_code": "761699",
                    "net_weight": None, "is_gift": True} | line_changes))  # fmt: skip
    return declared(line(net_weight=None), free, to=to, gifts=(gift(description=description),))


def test_a_gift_that_looks_like_a_battery() -> None:
    name = GIFTS + "battery"
    assert level_of(given(), name, "no_battery") == "pass"
    assert level_of(given("Power bank, Li-ion, 5000 mAh"), name, "gift_adds_battery") == "warn"
    assert level_of(given("Torch with lithium battery"), name, "gift_adds_battery") == "warn"
    assert level_of(given(hs_code="850760"), name, "gift_adds_battery") == "warn"
    assert level_of(given("Torch of steel, without battery"), name, "no_battery") == "pass"
    known = shipment(gifts=(gift(description="Lithium battery", restricted=True),))
    assert level_of(known, name, "no_battery") == "pass"
    assert said(shipment(), name) == {}


def test_all_checks_run_again_with_the_gift() -> None:
    name = GIFTS + "whole_parcel"
    assert level_of(given(), name, "no_change") == "pass"
    found = said(given("Gift", hs_code="851712"), name)["adds_findings"]
    assert found.level == "warn"
    assert found.facts["count"] == "2"
    assert "An HS code is from the old edition." in found.why
    assert said(shipment(gifts=(gift(),)), name) == {}


def test_a_gift_that_lifts_the_parcel_above_a_limit() -> None:
    name = GIFTS + "duty_line"
    crossing = given(to="DE", value=money(200, "EUR"))
    assert level_of(crossing, name, "gift_crosses_limit") == "warn"
    assert level_of(given(to="GB", value=money(200, "GBP")), name, "gift_crosses_limit") == "warn"
    assert level_of(given(to="DE"), name, "gift_adds_duty_line") == "note"
    assert level_of(given(to="GB"), name, "no_such_duty") == "pass"
    assert TODAY > SENT
