"""EasyPost, by its own client: https://docs.easypost.com/docs/trackers, read in November 2026.

Lists come in pages of up to 100, newest first, and the next page begins before the last id. Creating a tracker for a
number and carrier that were asked for within three months gives the one that is there, at no cost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from easypost.easypost_client import EasyPostClient

from parcelproof.messages import _
from parcelproof.tracking.live import shape
from parcelproof.tracking.live.answers import Answer, Code, Entry, Page, RejectedError, Word
from parcelproof.tracking.live.asker import ListAsker
from parcelproof.tracking.live.keys import Secret
from parcelproof.tracking.live.patience import Timer
from parcelproof.tracking.live.shape import Json
from parcelproof.tracking.live.wire import SECONDS, RequestsWire, is_loopback
from parcelproof.tracking.readers.source import as_dict, dicts, text_of

BASE = "https://api.easypost.com"
AT_ONCE = 50
PER_PAGE = 100
PER_SECOND = 4.0
"""Below the limit of 5 lists a second."""

MAX_PAGES = 50


class EasyPost(ListAsker):
    """Asks EasyPost."""

    at_once = AT_ONCE

    def __init__(self, key: Secret, *, base: str = BASE, timer: Timer | None = None, carrier: str = "") -> None:
        wire = RequestsWire()
        super().__init__("EasyPost", PER_SECOND, wire, timer)
        self._carrier = {"carrier": carrier} if carrier else {}
        self._client: Any = EasyPostClient(key.reveal(), api_base=f"{base}/v2", timeout=int(SECONDS))
        session = self._client._requests_session
        # The client would repeat by itself and follow redirects; both are decided here.
        session.mount(base, wire)
        session.max_redirects = 0
        session.headers["Accept-Encoding"] = "identity"
        session.trust_env = not is_loopback(urlsplit(base).hostname or "")

    def _pages(self, numbers: Sequence[str]) -> Iterator[Answer]:
        before: dict[str, str] = {}
        seen: set[str] = set()
        for _page in range(MAX_PAGES):
            # A fresh list for each try: the client takes the parameters apart.
            answer = self._call(
                lambda before=before: self._client.tracker.all(  # type: ignore[misc]
                    tracking_codes=list(numbers), page_size=PER_PAGE, **before
                )
            )
            yield answer
            document = as_dict(answer.document())
            last = text_of((dicts(document.get("trackers")) or [{}])[-1].get("id"))
            if document.get("has_more") is not True or not last or last in seen:
                return
            seen.add(last)
            before = {"before_id": last}

    def _add(self, number: str) -> Iterator[Page | Word]:
        try:
            answer = self._call(lambda: self._client.tracker.create(tracking_code=number, **self._carrier))
        except RejectedError as error:
            yield Word(number, Code.REFUSED, _refusal(error.answer))
            return
        yield Page(answer.body, (number,))

    def _entries(self, document: object) -> list[Entry] | None:
        return entries(document)

    def close(self) -> None:
        """Close the connection."""
        self._client._requests_session.close()


def entries(document: object) -> list[Entry] | None:
    """Return the parcels of an answer by their shape, or None if this is no answer of EasyPost any more."""
    entry = as_dict(document)
    if "trackers" not in entry and "tracking_code" in entry:
        return [_entry(entry)]  # what adding a number gives
    trackers = entry.get("trackers")
    if not isinstance(trackers, list):
        return None
    return [_entry(item) if isinstance(item, dict) else shape.NAMELESS for item in trackers]


def _entry(item: Json) -> Entry:
    fault = shape.first(
        (
            shape.text(item, "tracking_code"),
            shape.text(item, "status"),
            shape.text(item, "status_detail", null=True, optional=True),
            shape.rows(item, "tracking_details", _detail),
            _("it comes from a test key, and is made up") if item.get("mode") == "test" else "",
        )
    )
    return Entry(shape.number_of(item, "tracking_code"), fault)


def _detail(detail: Json) -> str:
    return shape.first(
        (
            shape.text(detail, "datetime"),
            shape.text(detail, "status"),
            shape.text(detail, "status_detail", null=True, optional=True),
            shape.text(detail, "message", null=True),
        )
    )


def _refusal(answer: Answer) -> str:
    try:
        code = text_of(as_dict(as_dict(answer.document()).get("error")).get("code"), 60)
    except ValueError:
        code = ""
    if code.startswith("TRACKER.CREATE") or answer.status == 422:
        return _("EasyPost does not take this number. Check it, and name the carrier: --carrier USPS")
    return _("EasyPost does not take this number (HTTP {status}).", status=answer.status)
