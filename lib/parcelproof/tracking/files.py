"""Read one file of tracking data from any of the known services."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from parcelproof.errors import InputError, nearest
from parcelproof.messages import _
from parcelproof.tracking import crosswalk
from parcelproof.tracking.events import Event, Parcel
from parcelproof.tracking.readers import JSON_READERS, Reader, not_tracking, table
from parcelproof.tracking.readers.source import Batch, RefusedEntry, Source
from parcelproof.tracking.times import parse_zone

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
MAX_PARCELS = 200_000
MAX_EVENTS = 5_000


@dataclass(frozen=True)
class TrackingFile:
    """What one file says.

    Attributes
    ----------
    system : str
        The service it comes from: a system of the crosswalk, ``csv``, or ``several``.
    parcels : tuple of Parcel
        One per tracking number, in the order of the file.
    refused : tuple of RefusedEntry
        Entries that were left out, each with a sentence that says why.
    notes : tuple of str
        What a person should know about the file as a whole.
    """

    system: str
    parcels: tuple[Parcel, ...]
    refused: tuple[RefusedEntry, ...] = ()
    notes: tuple[str, ...] = ()


def read_tracking(data: bytes, name: str, *, system: str | None = None, zone: str = "UTC") -> TrackingFile:
    """Read a file of tracking data; the service is recognised by the shape of the data.

    Parameters
    ----------
    data : bytes
        JSON of 17TRACK, AfterShip, EasyPost, Ship24, Shippo or Karrio, or a table of scans.
    name : str
        File name, used in messages only.
    system : str, optional
        Name the service yourself: for a table it says whose codes these are.
    zone : str
        Time zone of times that carry no offset.

    Raises
    ------
    InputError
        If the file holds no tracking, with a sentence that says what it is.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            _("This file is larger than {size} MB.", size=MAX_BYTES // 1024 // 1024),
            where=name,
            mend=_("Export a shorter period."),
        )
    _check_system(system)
    source = Source(name=name, zone=parse_zone(zone), system=system or "")
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head in (b"{", b"["):
        batch = _read_json(data, source)
    elif not head:
        raise InputError(_("This file is empty."), where=name, mend=_("Export it again."))
    else:
        batch = table.read(data, source)
    return _finish(batch, name)


def _check_system(system: str | None) -> None:
    known = (*crosswalk.load_crosswalk().systems, table.SYSTEM)
    if system is not None and system not in known:
        raise InputError(
            _("This tracking service is not known."),
            where="system",
            mend=nearest(system, known) or _("Known: {names}.", names=", ".join(known)),
        )


def _read_json(data: bytes, source: Source) -> Batch:
    document = _parse(data, source.name)
    readers = [r for r in JSON_READERS if r.system == source.system] if source.system else list(JSON_READERS)
    if not readers:
        raise InputError(
            _("Parcelproof reads tables, not JSON, for this service."), where=source.name, mend=_("Export CSV.")
        )
    if not isinstance(document, list):
        return _read_one(document, readers, source)
    if not document:
        raise InputError(_("This list is empty; it holds no parcel."), where=source.name, mend=_("Export again."))
    return _read_many(document, readers, source)


def _read_one(document: object, readers: Iterable[Reader], source: Source) -> Batch:
    for reader in readers:
        if reader.recognises(document):
            return reader.read(document, source)
    what, mend = not_tracking.explain(document)
    raise InputError(what, where=source.name, mend=mend)


def _read_many(documents: list[object], readers: Iterable[Reader], source: Source) -> Batch:
    """Read a list of answers; one that is no tracking does not stop the rest."""
    readers = list(readers)
    batches: list[Batch] = []
    refused: list[RefusedEntry] = []
    for number, document in enumerate(documents, start=1):
        place = _("entry {number}", number=number)
        try:
            batches.append(_read_one(document, readers, source.within(place)))
        except InputError as error:
            refused.append(RefusedEntry(place, error.what, error.mend))
    if not batches:
        raise InputError(
            refused[0].what, where=_("{file}, {place}", file=source.name, place=refused[0].where), mend=refused[0].mend
        )
    return Batch(
        system=_one_or_several(b.system for b in batches),
        parcels=[p for b in batches for p in b.parcels],
        refused=[r for b in batches for r in b.refused] + refused,
        notes=[n for b in batches for n in b.notes],
    )


def _one_or_several(systems: Iterable[str]) -> str:
    names = set(systems)
    return names.pop() if len(names) == 1 else "several"


def _parse(data: bytes, name: str) -> object:
    # Numbers stay as they are written: a tracking number must not become 9.4E+21.
    keep: Callable[[str], str] = str
    try:
        document: object = json.loads(data, parse_float=keep, parse_int=keep, parse_constant=keep)
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError as error:
        at = _("{file}, line {line}", file=name, line=error.lineno) if isinstance(error, json.JSONDecodeError) else name
        raise InputError(
            _("This JSON file is broken: it cannot be read to its end."),
            where=at,
            mend=_("Download or export it again."),
        ) from None
    level: list[object] = [document]
    for _depth in range(MAX_DEPTH):
        level = [child for node in level for child in _children(node)]
        if not level:
            return document
    raise _too_deep(name)


def _children(node: object) -> Iterable[object]:
    if isinstance(node, dict):
        return [v for v in node.values() if isinstance(v, (dict, list))]
    return [v for v in node if isinstance(v, (dict, list))] if isinstance(node, list) else ()


def _too_deep(name: str) -> InputError:
    return InputError(
        _("This JSON file is nested too deeply to be a tracking answer."),
        where=name,
        mend=_("Export the package list."),
    )


def _finish(batch: Batch, name: str) -> TrackingFile:
    """Merge numbers that occur twice and keep the caps."""
    merged: dict[str, list[Parcel]] = {}
    for parcel in batch.parcels:
        merged.setdefault(parcel.tracking_number.upper(), []).append(parcel)
    if len(merged) > MAX_PARCELS:
        raise InputError(
            _("This file holds more than {most} parcels.", most=MAX_PARCELS), where=name, mend=_("Split it.")
        )
    refused = list(batch.refused)
    parcels: list[Parcel] = []
    for same in merged.values():
        parcel = same[0] if len(same) == 1 else merge(same)
        if len(parcel.events) > MAX_EVENTS:
            refused.append(
                RefusedEntry(
                    _("{file}, parcel {number}", file=name, number=parcel.tracking_number),
                    _("This parcel has more than {most} scans, which no real parcel has.", most=MAX_EVENTS),
                    _("Check the export, then import it again."),
                )
            )
            continue
        parcels.append(parcel)
    return TrackingFile(batch.system, tuple(parcels), tuple(refused), tuple(dict.fromkeys(batch.notes)))


def merge(same: list[Parcel]) -> Parcel:
    """Join entries of one number: all scans once, the statement of the entry with the newest scan."""
    events: dict[str, Event] = {}
    for parcel in same:
        for event in parcel.events:
            events.setdefault(event.model_copy(update={"order": 0}).model_dump_json(), event)
    numbered = tuple(e.model_copy(update={"order": i}) for i, e in enumerate(events.values()))
    newest = max(enumerate(same), key=lambda item: (_newest(item[1]), bool(item[1].status_raw), item[0]))[1]
    filled = {
        field: next((str(getattr(p, field)) for p in (newest, *same) if getattr(p, field)), "")
        for field in ("carrier", "order_reference", "destination", "signed_by")
    }
    number = same[0].tracking_number
    own = tuple(e.model_copy(update={"tracking_number": number}) for e in numbered)
    return newest.model_copy(update={**filled, "events": own, "tracking_number": number})


def _newest(parcel: Parcel) -> float:
    return max((e.time.timestamp() for e in parcel.events if e.time), default=0.0)
