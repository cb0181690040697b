"""Statuses, reasons and troubles of a parcel in words, as they stand inside a sentence."""

from __future__ import annotations

from parcelproof.messages import N_, Wording

_WORDS = Wording({
    # statuses
    "info_received": N_("info received"), "accepted": N_("accepted"), "in_transit": N_("in transit"),
    "customs": N_("customs"), "customs_hold": N_("customs hold"), "out_for_delivery": N_("out for delivery"),
    "failed_attempt": N_("failed attempt"), "available_for_pickup": N_("available for pickup"),
    "delivered": N_("delivered"), "exception": N_("exception"), "returning": N_("returning"),
    "returned": N_("returned"), "lost": N_("lost"), "cancelled": N_("cancelled"), "expired": N_("expired"),
    "unknown": N_("unknown"),
    # troubles that are no status
    "return_to_the_sender": N_("return to the sender"), "promised_date_passed": N_("promised date passed"),
    "damage_on_the_way": N_("damage on the way"),
    # reasons
    "absent": N_("absent"), "address": N_("address"), "alternative_place": N_("alternative place"),
    "ambiguous": N_("ambiguous"), "arrived_destination": N_("arrived destination"), "closed": N_("closed"),
    "cod": N_("cod"), "collected": N_("collected"), "contact_carrier": N_("contact carrier"),
    "contacted": N_("contacted"), "customs_cleared": N_("customs cleared"), "customs_delay": N_("customs delay"),
    "damaged": N_("damaged"), "delay_carrier": N_("delay carrier"), "delay_other": N_("delay other"),
    "delay_weather": N_("delay weather"), "departed_origin": N_("departed origin"), "destroyed": N_("destroyed"),
    "docs_missing": N_("docs missing"), "error": N_("error"), "export": N_("export"), "handover": N_("handover"),
    "held": N_("held"), "identity": N_("identity"), "inspection": N_("inspection"),
    "invalid_number": N_("invalid number"), "investigation": N_("investigation"), "locker": N_("locker"),
    "missorted": N_("missorted"), "moved": N_("moved"), "neighbour": N_("neighbour"), "no_access": N_("no access"),
    "not_found": N_("not found"), "partial": N_("partial"), "payment_due": N_("payment due"),
    "pickup_failed": N_("pickup failed"), "po_box": N_("po box"), "pod": N_("pod"), "prohibited": N_("prohibited"),
    "redirected": N_("redirected"), "refused": N_("refused"), "rejected_by_carrier": N_("rejected by carrier"),
    "requested": N_("requested"), "reschedule": N_("reschedule"), "resolved": N_("resolved"),
    "safe_place": N_("safe place"), "scheduled": N_("scheduled"), "security": N_("security"),
    "sender_not_ready": N_("sender not ready"), "signed": N_("signed"), "stolen": N_("stolen"),
    "terminated": N_("terminated"), "unclaimed": N_("unclaimed"),
})  # fmt: skip


def said(code: str) -> str:
    """Return the words for a status, a reason or a trouble; one that is not known as it is written.

    Parameters
    ----------
    code : str
        ``customs_hold`` or ``customs hold``: the code, or its own words.
    """
    return _WORDS.get(code.replace(" ", "_")) or code.replace("_", " ")
