"""Whether an answer still has the fields that the service documents.

A file that a person exported is read with patience. A live answer is not: a field that was renamed or changed its
type would silently look like "no scan", so the parcel is refused and the answer kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from parcelproof.messages import _
from parcelproof.tracking.live.answers import Entry

Json = Mapping[str, object]
_MISSING = object()
NAMELESS = Entry("", "an entry has another form")


def _misses(key: str) -> str:
    return _("'{key}' is missing", key=key)


def _is_empty(key: str) -> str:
    return _("'{key}' is empty", key=key)


def _changed(key: str) -> str:
    return _("'{key}' has another form", key=key)


def text(entry: Json, key: str, *, null: bool = False, optional: bool = False) -> str:
    """Return what is wrong with a field that should hold text, or an empty string.

    Parameters
    ----------
    null : bool
        The service documents that it may be null.
    optional : bool
        The service documents that it may be left out.
    """
    value = entry.get(key, _MISSING)
    if value is _MISSING:
        return "" if optional else _misses(key)
    if value is None:
        return "" if null else _is_empty(key)
    if not isinstance(value, str):
        return _changed(key)
    return "" if value or null else _is_empty(key)


def group(entry: Json, key: str, look: Callable[[Json], str]) -> str:
    """Return what is wrong with a field that should hold an object."""
    value = entry.get(key, _MISSING)
    if not isinstance(value, dict):
        return _misses(key) if value is _MISSING else _changed(key)
    fault = look(value)
    return f"{key}: {fault}" if fault else ""


def rows(entry: Json, key: str, look: Callable[[Json], str]) -> str:
    """Return what is wrong with a field that should hold a list of objects."""
    value = entry.get(key, _MISSING)
    if not isinstance(value, list):
        return _misses(key) if value is _MISSING else _changed(key)
    for place, item in enumerate(value, start=1):
        fault = look(item) if isinstance(item, dict) else _("it has another form")
        if fault:
            return f"{key} {place}: {fault}"
    return ""


def one_of(entry: Json, *keys: str) -> str:
    """Return what is wrong if none of several fields holds anything."""
    if any(entry.get(key) for key in keys):
        return ""
    return _("{names} are all missing", names=_(" and ").join(f"'{key}'" for key in keys))


def first(faults: Iterable[str]) -> str:
    """Return the first fault, or an empty string."""
    return next((fault for fault in faults if fault), "")


def number_of(entry: Json, key: str) -> str:
    """Return the tracking number of an entry, also one that changed its type: its parcel must be named."""
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value)[:64] if isinstance(value, str) or abs(value) < 10**40 else ""
