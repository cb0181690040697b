"""AfterShip, by its own client: https://www.aftership.com/docs/tracking/2026-07, read in November 2026.

Up to 50 numbers a call, answers in pages with a cursor. The client builds and signs the requests; what came back is
judged by its bytes, since the client refuses a whole page for one new word in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx
from tracking import Configuration  # type: ignore[import-untyped]
from tracking.api import TrackingApi  # type: ignore[import-untyped]
from tracking.auth import ApiKey  # type: ignore[import-untyped]

from parcelproof.messages import N_, Wording, _
from parcelproof.tracking.live import shape
from parcelproof.tracking.live.answers import Answer, Code, Entry, Page, RejectedError, Word, plain
from parcelproof.tracking.live.asker import ListAsker
from parcelproof.tracking.live.keys import Secret
from parcelproof.tracking.live.patience import Timer
from parcelproof.tracking.live.shape import Json
from parcelproof.tracking.live.wire import AGENT, SECONDS, HttpxWire
from parcelproof.tracking.readers.source import as_dict, text_of

BASE = "https://api.aftership.com"
AT_ONCE = 50
PER_PAGE = 200
PER_SECOND = 5.0
"""Below the limit of 6 a second for lists (2025-01; later versions name none)."""

MAX_PAGES = 50
_EXISTS = "4003"
_WORDS = Wording({
    "4005": N_("AfterShip says that this is no tracking number. Check it for typing errors."),
    "4010": N_("AfterShip does not know this carrier."),
    "4011": N_("AfterShip needs more about this parcel, such as the postcode. Add the number there yourself."),
    "4012": N_("AfterShip cannot tell the carrier of this number. Switch the carrier on in your account there."),
    "4017": N_("AfterShip says that this is no tracking number. Check it for typing errors."),
})  # fmt: skip


class AfterShip(ListAsker):
    """Asks AfterShip."""

    at_once = AT_ONCE

    def __init__(self, key: Secret, *, base: str = BASE, timer: Timer | None = None, carrier: str = "") -> None:
        wire = HttpxWire(base)
        super().__init__("AfterShip", PER_SECOND, wire, timer)
        self._carrier = {"slug": carrier} if carrier else {}
        self._client = httpx.Client(transport=wire, headers={"accept-encoding": "identity"})
        # Every option is named: the client would take unnamed ones from variables that we do not know.
        options = Configuration(
            domain=base, authentication_type=ApiKey, max_retry=0, user_agent=AGENT, api_key=key.reveal(),
            api_secret="", proxy="", timeout=int(SECONDS * 1000),
        )  # fmt: skip
        self._api = TrackingApi(options)
        self._api._client = self._client

    def _pages(self, numbers: Sequence[str]) -> Iterator[Answer]:
        cursor: dict[str, str] = {}
        seen: set[str] = set()
        for _page in range(MAX_PAGES):
            query = {"tracking_numbers": ",".join(numbers), "limit": PER_PAGE, **cursor}
            answer = self._call(lambda query=query: self._api.get_trackings(**query))  # type: ignore[misc]
            yield answer
            data = as_dict(as_dict(answer.document()).get("data"))
            pagination = as_dict(data.get("pagination"))
            following = text_of(pagination.get("next_cursor"))
            if pagination.get("has_next_page") is not True or not following or following in seen:
                return
            seen.add(following)
            cursor = {"cursor": following}

    def _add(self, number: str) -> Iterator[Page | Word]:
        try:
            answer = self._call(lambda: self._api.create_tracking({"tracking_number": number, **self._carrier}))
        except RejectedError as error:
            yield _word(number, error.answer)
            return
        if any(plain(e.number) == plain(number) and not e.fault for e in entries(answer.document()) or ()):
            yield Page(answer.body, (number,))
        else:
            yield Word(
                number, Code.REGISTERED, _("AfterShip follows this number from now on. Ask again in some hours.")
            )

    def _entries(self, document: object) -> list[Entry] | None:
        return entries(document)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def entries(document: object) -> list[Entry] | None:
    """Return the parcels of an answer by their shape, or None if this is no answer of AfterShip any more."""
    data = as_dict(document).get("data")
    if not isinstance(data, dict):
        return None
    if "trackings" not in data and "tracking_number" in data:
        return [_entry(data)]  # what adding a number gives
    if not isinstance(data.get("trackings"), list):
        return None
    return [_entry(item) if isinstance(item, dict) else shape.NAMELESS for item in data["trackings"]]


def _entry(item: Json) -> Entry:
    fault = shape.first(
        (
            shape.text(item, "tracking_number"),
            shape.text(item, "tag", null=True),
            shape.text(item, "subtag", null=True, optional=True),
            shape.rows(item, "checkpoints", _checkpoint),
        )
    )
    return Entry(shape.number_of(item, "tracking_number"), fault)


def _checkpoint(checkpoint: Json) -> str:
    return shape.first(
        (
            shape.text(checkpoint, "checkpoint_time"),
            shape.text(checkpoint, "message", null=True),
            shape.text(checkpoint, "tag", null=True),
            shape.text(checkpoint, "subtag", null=True, optional=True),
            shape.one_of(checkpoint, "message", "subtag", "tag"),
        )
    )


def _word(number: str, answer: Answer) -> Word:
    try:
        code = text_of(as_dict(as_dict(answer.document()).get("meta")).get("code"), 10)
    except ValueError:
        code = ""
    if code == _EXISTS:
        return Word(
            number, Code.NOT_FOUND, _("AfterShip has this number, but does not show it. Look into its dashboard.")
        )
    said = _WORDS.get(code) or _("AfterShip does not take this number (code {code}).", code=code or answer.status)
    return Word(number, Code.REFUSED, said)
