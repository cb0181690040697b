"""What a JSON file is, if it is no tracking: one sentence for the person who chose it."""

from __future__ import annotations

from parcelproof.messages import N_, _
from parcelproof.tracking.readers.source import Json, as_dict, as_list, dicts, text_of

_SERVICES = "17TRACK, AfterShip, EasyPost, Ship24, Shippo, Karrio"


def explain(document: object) -> tuple[str, str]:
    """Say what this document is, and what to bring instead.

    Returns
    -------
    tuple of str and str
        What it is, and what the person can do.
    """
    if not isinstance(document, dict):
        mend = _("Export from {services}, or a table of scans.", services=_SERVICES)
        return _("This JSON file holds no parcel."), mend
    for looks_like, what, mend in _KINDS:
        if looks_like(document):
            return _(what), _(mend)
    mend = _("It reads answers of {services}, or a table of scans.", services=_SERVICES)
    return _("This JSON file holds no tracking that Parcelproof knows."), mend


def _counts(document: Json) -> bool:
    summary = as_dict(document.get("Json"))
    return bool(dicts(summary.get("eitem")) or as_dict(summary.get("utn")))


def _error(document: Json) -> bool:
    code = text_of(as_dict(document.get("meta")).get("code"))
    failed = len(code) >= 3 and code[0] in "45"
    inner = as_dict(document.get("data")).get("errors")
    return (
        failed or any(bool(as_list(e)) for e in (document.get("errors"), inner)) or bool(as_dict(document.get("error")))
    )


def _quota(document: Json) -> bool:
    return any(key.startswith("quota") for key in as_dict(document.get("data")) if isinstance(key, str))


def _no_result(document: Json) -> bool:
    data = as_dict(document.get("data"))
    lists = ("trackings", "trackers", "accepted", "results", "Json", "dat")
    return any(document.get(key) == [] or data.get(key) == [] for key in lists)


def _couriers(document: Json) -> bool:
    return any("couriers" in holder for holder in (document, as_dict(document.get("data"))))


def _other_event(document: Json) -> bool:
    return isinstance(document.get("event"), str) or document.get("object") == "Event"


_KINDS = (
    (_counts, N_("This answer lists counts per state, it holds no parcel."), N_("Export the package list.")),
    (
        _error,
        N_("The tracking service answered with an error, so this file holds no parcel."),
        N_("Ask again, then export."),
    ),
    (_quota, N_("This answer states the quota of your account, it holds no parcel."), N_("Export the package list.")),
    (_couriers, N_("This answer lists carriers, it holds no parcel."), N_("Export the trackings.")),
    (
        _no_result,
        N_("This answer is empty: the service found no parcel."),
        N_("Check the filter and the account, then export."),
    ),
    (
        _other_event,
        N_("This message is about something other than tracking."),
        N_("Save the messages about trackings."),
    ),
)
