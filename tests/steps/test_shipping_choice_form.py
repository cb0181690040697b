"""The form of measure 7, its advice, the table of services, and the own numbers of a shop."""

from __future__ import annotations

import pytest

from parcelproof.errors import InputError
from parcelproof.ledger.records import Item, Order, Shipping
from parcelproof.report.blocks import Block, KeyValues, Table
from parcelproof.shop import Shop
from parcelproof.steps import own_history
from parcelproof.steps.advice.services import compare
from parcelproof.steps.forms import FORMS
from parcelproof.steps.forms.shipping_choice import REASONS
from parcelproof.steps.own_history import history_of
from parcelproof.steps.step import Step, StepState
from parcelproof.tracking.history import lane_of
from parcelproof.units import Money

GOOD = {
    "carrier": "China Post", "service": "Registered Air Mail", "number": "rr 473829103 cn", "tracked": "table",
    "signature": "no", "cost": "CNY 62.50", "why": REASONS[0], "reason": "12 days at the middle",
}  # fmt: skip


@pytest.fixture
def parcel(shop: Shop) -> Shop:
    shop.record(
        "manual-1",
        Order.model_validate(
            {
                "channel": "manual", "order_id": "1", "destination": "US", "placed_at": "2026-10-01T10:00:00+08:00",
                "promised_by": "2026-10-12T10:00:00+08:00", "total": {"currency": "USD", "amount": "900"},
            }
        ),
        Item(line_id="1", title="Desk lamp", quantity=1), source="test",
    )  # fmt: skip
    return shop


def step(shop: Shop) -> Step:
    return Step(shop, "manual-1", FORMS["tracking.shipping_choice"])


def facts(blocks: tuple[Block, ...]) -> dict[str, str]:
    return {f.label: f"{f.value} | {f.note}" for b in blocks if isinstance(b, KeyValues) for f in b.rows}


def advice(shop: Shop, **changes: str) -> tuple[Block, ...]:
    one = step(shop)
    return one.form.advise({**GOOD, **changes}, one.context)


def test_confirming_records_the_choice_with_its_reason(parcel: Shop) -> None:
    one = step(parcel)
    one.edit(**GOOD)
    assert one.state is StepState.READY
    one.confirm()
    found = parcel.shipment("manual-1").shipping
    assert found is not None
    assert (found.carrier, found.tracking_number, found.tracked) == ("China Post", "RR473829103CN", "end_to_end")
    assert found.signature_required is False
    assert found.cost == Money.model_validate({"currency": "CNY", "amount": "62.50"})
    assert found.reason == f"{REASONS[0]}. 12 days at the middle"
    assert parcel.verify() == []


def test_what_the_hand_over_wrote_stays(parcel: Shop) -> None:
    sent = Shipping.model_validate({"carrier": "x", "shipped_at": "2026-10-03T09:00:00+08:00"})
    parcel.record("manual-1", sent, source="test")
    one = step(parcel)
    assert one.values["carrier"] == "x"
    one.edit(**GOOD)
    one.confirm()
    found = parcel.shipment("manual-1").shipping
    assert found is not None
    assert found.shipped_at == sent.shipped_at
    again = Step(Shop(parcel.folder), "manual-1", FORMS["tracking.shipping_choice"])
    assert again.state is StepState.DONE


def test_a_record_of_an_import_comes_back_into_the_form(parcel: Shop) -> None:
    parcel.record(
        "manual-1", Shipping(carrier="DHL Express", service="Worldwide", reason="The buyer is in a hurry.",
                             signature_required=True), source="test",
    )  # fmt: skip
    values = step(parcel).values
    assert (values["why"], values["reason"]) == ("own", "The buyer is in a hurry.")
    assert values["signature"] == "yes"
    assert values["tracked"] == "table"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"carrier": "Unheard Of"}, "tracked"),
        ({"why": "own", "reason": " "}, "reason"),
        ({"why": ""}, "why"),
        ({"signature": ""}, "signature"),
        ({"cost": "many"}, "cost"),
        ({"insured": "80"}, "insured"),
    ],
)
def test_what_blocks(parcel: Shop, changes: dict[str, str], field: str) -> None:
    one = step(parcel)
    one.edit(**{**GOOD, **changes})
    assert [b.field for b in one.blockers()] == [field]
    with pytest.raises(InputError):
        one.confirm()
    assert parcel.shipment("manual-1").shipping is None


def test_a_person_may_know_more_than_the_playbook(parcel: Shop) -> None:
    one = step(parcel)
    one.edit(**{**GOOD, "carrier": "Unheard Of", "tracked": "to_departure"})
    one.confirm()
    found = parcel.shipment("manual-1").shipping
    assert found is not None
    assert found.tracked == "to_departure"


def test_advice_names_depth_signature_days_and_own_parcels(parcel: Shop) -> None:
    said = facts(advice(parcel, service="ePacket", number=""))
    assert "second-hand" in said["Tracked to US"]
    assert said["Proof of delivery"].startswith("A delivery scan, no signature")
    assert said["Signature"].startswith("Needed")
    assert "7 to 15 business days" in said["Usual time"]
    assert "You have 0 of 30" in said["Your own parcels"]


def test_advice_sets_the_claim_beside_the_dispute(parcel: Shop) -> None:
    blocks = advice(parcel, carrier="DHL Express", service="Worldwide", number="")
    (table,) = (b for b in blocks if isinstance(b, Table))
    assert [row[0].text for row in table.rows] == ["You claim at DHL Express", "A buyer who paid with PayPal disputes"]
    assert table.rows[1][2].text == "2027-03-30"
    assert "before the buyer's" in str(blocks)


def test_advice_says_nothing_without_a_carrier_and_unknown_of_a_strange_one(parcel: Shop) -> None:
    assert advice(parcel, carrier="") == ()
    strange = advice(parcel, carrier="<b>Nobody</b>", service="x", number="")
    assert "does not know" in facts(strange)["Tracked to US"]
    assert "not known" in str(strange)


def test_an_answer_that_promises_more_than_the_playbook_is_told(parcel: Shop) -> None:
    said = facts(advice(parcel, service="ordinary small packet plus", number="", tracked="end_to_end"))
    assert said["Your answer"].startswith("It promises more")


def test_services_are_listed_the_safest_first(parcel: Shop) -> None:
    (table,) = (b for b in compare(step(parcel).context) if isinstance(b, Table))
    names = [row[0].text for row in table.rows]
    assert names.index("China Post ePacket") < names.index("China Post ordinary small packet plus")
    assert len(names) == len(set(names))
    assert all(len(row) == len(table.columns) for row in table.rows)
    # Rows for other countries, or for a part of the way, are no service to the US.
    assert "China Post small packet plus" not in names


def test_own_numbers_are_read_once_per_state_of_the_ledger(
    sample_shop_copy: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = history_of(sample_shop_copy)
    assert sum(lane.delivered for lane in first.values()) > 5
    read: list[str] = []
    really = own_history.read_tracked
    monkeypatch.setattr(own_history, "read_tracked", lambda shop, ids: read.extend(ids) or really(shop, ids))
    assert history_of(sample_shop_copy) is first
    one = sample_shop_copy.shipment_ids()[0]
    sample_shop_copy.record(one, Shipping(carrier="Other", service="Line"), source="test")
    again = history_of(sample_shop_copy)
    assert read == [one]
    assert any(lane[:2] == lane_of("Other", "Line", "")[:2] for lane in again)
