"""What all readers share: careful access to foreign JSON, and the making of events and parcels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from parcelproof.messages import _
from parcelproof.tracking.crosswalk import classify
from parcelproof.tracking.events import Event, Parcel
from parcelproof.tracking.times import NO_TIME, SourceTime, parse_time

MAX_TEXT = 2_000
MAX_CODE = 200
MAX_NUMBER = 64

Json = Mapping[str, object]

# What JSON can smuggle into a string and no file or database wants: lone surrogates, controls.
_UNSTORABLE = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SCIENTIFIC = re.compile(r"^\d+([.,]\d+)?[eE][+-]?\d+$")


@dataclass(frozen=True)
class RefusedEntry:
    """One entry that was left out.

    Attributes
    ----------
    where : str
        File, and row or entry.
    what : str
        Why.
    mend : str
        What the person can do.
    """

    where: str
    what: str
    mend: str = ""


@dataclass
class Batch:
    """What one reader took from one document."""

    system: str
    parcels: list[Parcel] = field(default_factory=list)
    refused: list[RefusedEntry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, parcel: Parcel | RefusedEntry) -> None:
        """Put a parcel or a refusal where it belongs."""
        if isinstance(parcel, Parcel):
            self.parcels.append(parcel)
        else:
            self.refused.append(parcel)


@dataclass(frozen=True)
class Source:
    """The file that is read.

    Attributes
    ----------
    name : str
        Used in messages.
    zone : tzinfo
        Taken for times without an offset.
    system : str
        What the person named, or empty.
    """

    name: str
    zone: tzinfo
    system: str = ""

    def within(self, place: str) -> Source:
        """Return the same source, one step deeper in the file."""
        return replace(self, name=_("{file}, {place}", file=self.name, place=place))

    def time(self, text: str, offset: str = "") -> SourceTime:
        """Read a time; see `parcelproof.tracking.times.parse_time`."""
        return parse_time(text, self.zone, offset) if text else NO_TIME


@dataclass(frozen=True)
class Scan:
    """One scan as a source tells it, before it is judged."""

    time: SourceTime = NO_TIME
    time_raw: str = ""
    code: str = ""
    detail_code: str = ""
    text: str = ""
    location: str = ""
    country: str = ""
    carrier: str = ""
    set_by_user: bool = False
    action_required: bool = False


def as_dict(value: object) -> Json:
    """Return a JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """Return a JSON list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def dicts(value: object) -> list[Json]:
    """Return the objects of a JSON list."""
    return [item for item in as_list(value) if isinstance(item, dict)]


def text_of(value: object, limit: int = MAX_TEXT) -> str:
    """Return a string or number as clean text; an empty string for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return _UNSTORABLE.sub("\ufffd", str(value)[: limit * 4]).strip()[:limit]


def first_text(entry: Json, *keys: str, limit: int = MAX_TEXT) -> str:
    """Return the first of several fields that holds text."""
    return next((text for key in keys if (text := text_of(entry.get(key), limit))), "")


def join(*parts: object) -> str:
    """Join the parts of a place with commas, each once."""
    return ", ".join(dict.fromkeys(text for part in parts if (text := text_of(part))))[:MAX_TEXT]


def clean_number(raw: str, where: str) -> str | RefusedEntry:
    """Check a tracking number; spaces go, nothing else is changed.

    Returns
    -------
    str or RefusedEntry
        Refused: none at all, one that a spreadsheet has cut, or what is no number.
    """
    number = re.sub(r"\s+", "", raw)
    if not number:
        return RefusedEntry(
            where, _("This entry has no tracking number."), _("Add the number, or leave the entry out.")
        )
    if _SCIENTIFIC.match(number):
        return RefusedEntry(
            where,
            _("A spreadsheet has shortened this tracking number; its last digits are lost."),
            _("Export again, and import the file before you open it in a spreadsheet."),
        )
    if len(number) > MAX_NUMBER or not re.search(r"[0-9A-Za-z]", number):
        return RefusedEntry(where, _("This is not a tracking number."), _("Check the column or field of the number."))
    return number


def make_parcel(number: str, system: str, scans: Iterable[Scan], **facts: str | bool) -> Parcel:
    """Judge the scans and make a parcel.

    Parameters
    ----------
    number : str
        From `clean_number`.
    system : str
        Crosswalk system.
    scans : iterable of Scan
        Oldest first.
    **facts
        Other fields of `Parcel`.
    """
    who = facts.get("carrier", "")
    carrier = who if isinstance(who, str) else ""
    events = tuple(_event(number, system, scan, order, carrier) for order, scan in enumerate(scans))
    cut = {key: value[:MAX_CODE] if isinstance(value, str) else value for key, value in facts.items()}
    return Parcel.model_validate({"tracking_number": number, "system": system, "events": events, **cut})


def _event(number: str, system: str, scan: Scan, order: int, carrier: str) -> Event:
    who = scan.carrier or carrier
    meant = classify(system, scan.code, scan.detail_code, scan.text, location=scan.location, carrier=who)
    return Event(
        tracking_number=number,
        time=scan.time.value,
        time_raw=scan.time_raw[:MAX_CODE],
        time_zone_assumed=scan.time.assumed,
        status=meant.status,
        reason=meant.reason,
        action_required=meant.action_required or scan.action_required,
        system=system,
        code=scan.code[:MAX_CODE],
        detail_code=scan.detail_code[:MAX_CODE],
        text=scan.text,
        location=scan.location,
        country=scan.country,
        carrier=scan.carrier[:MAX_CODE],
        order=order,
        set_by_user=scan.set_by_user,
    )
