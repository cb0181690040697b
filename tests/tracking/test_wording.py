"""Rules R2 to R5: the wording makes a status more careful, never more hopeful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcelproof.tracking.crosswalk import classify
from parcelproof.tracking.events import Status
from parcelproof.tracking.wording import choose_in_bucket, guard, names_station
from parcelproof.tracking.wording.table import load_wordings

D, T, R, C = Status.DELIVERED, Status.IN_TRANSIT, Status.OUT_FOR_DELIVERY, Status.CUSTOMS

R2 = [
    (D, "Your parcel will be delivered tomorrow", T),
    (D, "Expected delivery: 14 November", T),
    (D, "Delivery is scheduled for Monday", T),
    (D, "Delivery rescheduled", T),
    (D, "Sendung wird heute zugestellt", T),
    (D, "Será entregado mañana", T),
    (D, "预计今天送达", T),
    (D, "The parcel could not be delivered", Status.FAILED_ATTEMPT),
    (D, "Delivery failed", Status.FAILED_ATTEMPT),
    (D, "Unable to deliver", Status.FAILED_ATTEMPT),
    (D, "Delivered. Expected delivery was Monday", D),
    (D, "Your item was delivered at 10:02", D),
    (D, "Objeto entregue ao destinatário", D),
    (R, "Your parcel will be delivered today", T),
    (R, "Will be out for delivery tomorrow", T),
    (R, "Out for delivery, expected delivery by 9pm", R),
    (R, "On FedEx vehicle for delivery", R),
]
R3 = [
    (D, "Delivered to the sender", Status.RETURNED),
    (D, "Delivered to shipper", Status.RETURNED),
    (D, "Returned to sender", Status.RETURNED),
    (D, "Objeto entregue ao remetente", Status.RETURNED),
    (D, "退回寄件人", Status.RETURNED),
    (D, "Being returned to sender", Status.RETURNING),
    (D, "Will be returned to the sender", Status.RETURNING),
    (T, "Return to sender initiated", Status.RETURNING),
    (T, "Returning to sender", Status.RETURNING),
    (D, "Delivered to the recipient, as asked by the sender", D),
]
R4 = [
    (D, "Delivered to parcel locker", Status.AVAILABLE_FOR_PICKUP),
    (D, "Placed in Packstation 112", Status.AVAILABLE_FOR_PICKUP),
    (D, "Delivered to a pickup point", Status.AVAILABLE_FOR_PICKUP),
    (D, "快件已放入丰巢快递柜", Status.AVAILABLE_FOR_PICKUP),
    (D, "Collected by the customer from the parcel locker", D),
    (D, "Left at the front door", D),
    (D, "Delivered, PO Box", D),
]
R5 = [
    (C, "Customs clearance completed", T),
    (C, "Released by customs", T),
    (C, "Not yet cleared by customs", C),
    (C, "Awaiting customs clearance", C),
    (C, "Will be released by customs soon", C),
    (C, "清关完成", T),
]


@pytest.mark.parametrize(("status", "text", "becomes"), [*R2, *R3, *R4, *R5], ids=lambda v: str(v)[:40])
def test_guards(status: Status, text: str, becomes: Status) -> None:
    assert guard(status, "", text)[0] is becomes


def test_a_cleared_code_with_a_wording_that_denies_it_stays_in_customs() -> None:
    assert classify("aftership", "InTransit", "InTransit_005", "Not cleared yet").status is C
    assert (
        classify("aftership", "InTransit", "InTransit_005", "Customs clearance completed").reason == "customs_cleared"
    )


def test_a_locker_that_the_buyer_opened_is_collected() -> None:
    assert guard(D, "", "Picked up by the recipient at the locker") == (D, "collected")
    assert guard(D, "", "Placed in the locker") == (Status.AVAILABLE_FOR_PICKUP, "locker")


@pytest.mark.parametrize(
    "name",
    ["Signature not required", "Signature waived", "PACKSTATION 112", "Parcel locker", "Post office", "to sender"],
)
def test_a_station_is_no_signature(name: str) -> None:
    assert names_station(name)


@pytest.mark.parametrize("name", ["J. Example", "..KOSUTOKO", "Østergård", "王小明", "Lockerby"])
def test_a_person_is_a_signature(name: str) -> None:
    assert not names_station(name)


_WORDS = sorted(
    {
        "delivered",
        "not",
        "to",
        "sender",
        "locker",
        "will be",
        "customs",
        "cleared",
        "returned",
        "recipient",
        "the",
        "by",
    }
)


@given(st.sampled_from([s for s in Status if s is not D]), st.lists(st.sampled_from(_WORDS) | st.text(max_size=8)))
def test_no_wording_ever_makes_a_delivery(status: Status, words: list[str]) -> None:
    text = " ".join(words)
    assert guard(status, "", text)[0] is not D
    assert choose_in_bucket(status, "", text)[0] is not D


@given(st.text(max_size=3000))
def test_any_text_is_read(text: str) -> None:
    assert guard(D, "", text)[0] in Status
    assert names_station(text) in (True, False)


def test_every_concept_has_english() -> None:
    rows = load_wordings().phrases
    assert {row.concept for row in rows} == {row.concept for row in rows if row.language == "en"}
