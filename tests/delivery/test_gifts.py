"""Measure 5: every finding about free articles."""

from __future__ import annotations

from builders import (
    PAID,
    SENT,
    answer,
    declaration,
    gift,
    level_of,
    line,
    money,
    order,
    said,
    shipment,
    shipping,
    tracking,
)
from parcelproof.shipment import Shipment

GIFTS = "delivery.gifts."
PROMISED = GIFTS + "promised"


def present(**changes: object) -> Shipment:
    form = declaration(line(), line(description="Stand", quantity=1, value=money(3), hs_code="392690", is_gift=True))
    facts: dict[str, object] = {"gifts": (gift(),), "declaration": form}
    return shipment(**(facts | changes))


def test_agreed() -> None:
    name = GIFTS + "agreed"
    assert level_of(present(), name, "confirmed") == "pass"
    assert level_of(present(gifts=(gift(on_product_page=True, confirmed_at=None),)), name, "on_page") == "pass"
    unknown = present(gifts=(gift(confirmed_at=None),))
    assert level_of(unknown, name, "gift_not_on_page_unconfirmed") == "warn"
    assert level_of(present(gifts=(gift(confirmed_at=SENT),)), name, "confirmed_late") == "warn"
    assert level_of(shipment(), name, "not_asked") == "unknown"
    assert level_of(shipment(answers={PROMISED: answer(PROMISED, "no")}), name, "no_gift") == "pass"


def test_a_promised_gift_that_is_missing() -> None:
    promised = {PROMISED: answer(PROMISED)}
    name = GIFTS + "agreed"
    assert level_of(shipment(answers=promised), name, "gift_promised_missing") == "fail"
    assert set(said(present(answers=promised), name)) == {"gift_promised_missing", "confirmed"}
    there = present(answers=promised, gifts=(gift(on_product_page=True),))
    assert level_of(there, name, "on_page") == "pass"


def test_each_gift_is_judged_alone() -> None:
    two = present(gifts=(gift(), gift(description="Sticker", confirmed_at=None)))
    assert set(said(two, GIFTS + "agreed")) == {"confirmed", "gift_not_on_page_unconfirmed"}


def test_declared() -> None:
    name = GIFTS + "declared"
    assert level_of(present(), name, "declared") == "pass"
    assert level_of(present(declaration=declaration()), name, "gift_undeclared") == "fail"
    assert level_of(present(gifts=(gift(quantity=2),)), name, "gift_undeclared") == "fail"
    free = declaration(line(), line(description="Stand", quantity=1, value=money(0), is_gift=True))
    assert level_of(present(declaration=free), name, "gift_zero_value") == "fail"
    assert level_of(present(declaration=None), name, "no_declaration") == "unknown"
    assert said(shipment(), name) == {}


def test_restricted() -> None:
    name = GIFTS + "allowed"
    taken = {GIFTS + "restricted_allowed": answer(GIFTS + "restricted_allowed")}
    assert level_of(present(), name, "allowed") == "pass"
    assert level_of(present(gifts=(gift(restricted=True),)), name, "gift_restricted") == "fail"
    assert level_of(present(gifts=(gift(restricted=True),), answers=taken), name, "restricted_but_taken") == "note"


def test_category() -> None:
    name = GIFTS + "category"
    assert level_of(present(), name, "sale") == "pass"
    marked = declaration(line(), category="gift")
    assert level_of(present(declaration=marked), name, "parcel_marked_gift") == "fail"
    assert said(shipment(declaration=marked), name) == {}


def test_duty_line_in_the_european_union() -> None:
    name = GIFTS + "duty_line"
    german = order(destination="DE")
    found = said(present(order=german), name)
    assert str(found["gift_adds_duty_line"].level) == "note"
    assert "EUR 3" in found["gift_adds_duty_line"].why
    same = declaration(line(), line(quantity=1, value=money(3), hs_code="8518309000", is_gift=True))
    assert level_of(present(order=german, declaration=same), name, "same_line") == "pass"
    bare = declaration(line(), line(quantity=1, value=money(3), hs_code=None, is_gift=True))
    assert level_of(present(order=german, declaration=bare), name, "no_code") == "unknown"
    assert level_of(present(), name, "no_such_duty") == "pass"
    dear = declaration(line(value=money(200)), line(quantity=1, value=money(3), hs_code="392690", is_gift=True))
    assert level_of(present(order=german, declaration=dear), name, "above_ceiling") == "note"
    assert level_of(present(order=order(destination=None)), name, "no_destination") == "unknown"


def test_the_flat_duty_began_in_july_2026() -> None:
    june = SENT.replace(month=6, day=30)
    before = present(order=order(destination="DE"), shipping=shipping(shipped_at=june), tracking=tracking())
    assert level_of(before, GIFTS + "duty_line", "no_such_duty") == "pass"
    july = present(
        order=order(destination="DE"), shipping=shipping(shipped_at=PAID.replace(month=7, day=1)), tracking=tracking()
    )
    assert set(said(july, GIFTS + "duty_line")) == {"gift_adds_duty_line"}
