"""The reasons that a carrier gives, as a person reads them."""

from __future__ import annotations

from parcelproof.messages import N_, Wording
from parcelproof.report.words import plain

REASON = Wording({
    "absent": N_("Absent"), "address": N_("Address"), "alternative_place": N_("Alternative place"),
    "ambiguous": N_("Ambiguous"), "arrived_destination": N_("Arrived destination"), "closed": N_("Closed"),
    "cod": N_("Cod"), "collected": N_("Collected"), "contact_carrier": N_("Contact carrier"),
    "contacted": N_("Contacted"), "customs_cleared": N_("Customs cleared"), "customs_delay": N_("Customs delay"),
    "damaged": N_("Damaged"), "delay_carrier": N_("Delay carrier"), "delay_other": N_("Delay other"),
    "delay_weather": N_("Delay weather"), "departed_origin": N_("Departed origin"), "destroyed": N_("Destroyed"),
    "docs_missing": N_("Docs missing"), "error": N_("Error"), "export": N_("Export"), "handover": N_("Handover"),
    "held": N_("Held"), "identity": N_("Identity"), "inspection": N_("Inspection"),
    "invalid_number": N_("Invalid number"), "investigation": N_("Investigation"), "locker": N_("Locker"),
    "missorted": N_("Missorted"), "moved": N_("Moved"), "neighbour": N_("Neighbour"), "no_access": N_("No access"),
    "not_found": N_("Not found"), "partial": N_("Partial"), "payment_due": N_("Payment due"),
    "pickup_failed": N_("Pickup failed"), "po_box": N_("Po box"), "pod": N_("Pod"), "prohibited": N_("Prohibited"),
    "redirected": N_("Redirected"), "refused": N_("Refused"), "rejected_by_carrier": N_("Rejected by carrier"),
    "requested": N_("Requested"), "reschedule": N_("Reschedule"), "resolved": N_("Resolved"),
    "safe_place": N_("Safe place"), "scheduled": N_("Scheduled"), "security": N_("Security"),
    "sender_not_ready": N_("Sender not ready"), "signed": N_("Signed"), "stolen": N_("Stolen"),
    "terminated": N_("Terminated"), "unclaimed": N_("Unclaimed"), "use_parent": N_("Use parent"),
})  # fmt: skip


def reason_words(name: str) -> str:
    """Return the words for a canonical reason such as ``docs_missing``; a name that is not known as it is written."""
    return REASON.get(name) or plain(name)
