"""17TRACK, REST API v2.4: https://asset.17track.net/api/document/v2.4_en/index.html, read in November 2026.

The vendor publishes no client for Python. Every call is a POST of at most 40 numbers with the key in the header
``17token``, three calls a second. Error codes: https://help.17track.net, "Error Codes and Troubleshooting".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import httpx

from parcelproof.messages import N_, Wording, _
from parcelproof.tracking.live import shape
from parcelproof.tracking.live.answers import (
    Answer,
    Code,
    Entry,
    KeyRefusedError,
    Page,
    RejectedError,
    UnreachableError,
    Word,
    plain,
)
from parcelproof.tracking.live.asker import Asker
from parcelproof.tracking.live.keys import Secret
from parcelproof.tracking.live.patience import Timer
from parcelproof.tracking.live.shape import Json
from parcelproof.tracking.live.wire import AGENT, SECONDS, HttpxWire
from parcelproof.tracking.readers.source import as_dict, dicts, text_of

BASE = "https://api.17track.net/track/v2.4"
AT_ONCE = 40
PER_SECOND = 3.0

_BUSY = -18010003
_KEY_CODES = frozenset({-18010001, -18010002, -18010004, -18010005})
_KNOWN, _UNKNOWN, _NO_INFO_YET = -18019901, -18019902, -18019909
_WORDS = Wording({
    -18010012: N_("17TRACK says that this is no tracking number. Check it for typing errors."),
    -18010018: N_(
        "17TRACK needs the country and postcode of the buyer for this carrier. Add the number there yourself."
    ),
    -18010019: N_("17TRACK needs the postcode of the buyer for this carrier. Add the number there yourself."),
    -18010020: N_("17TRACK needs the phone number of the buyer for this carrier. Add the number there yourself."),
    -18010022: N_("17TRACK needs more about this parcel. Add the number there yourself."),
    -18019903: N_("17TRACK cannot tell the carrier of this number. Add the number there and choose the carrier."),
    -18019907: N_("The daily limit of your 17TRACK account is used up. Ask again tomorrow."),
    -18019908: N_("The quota of your 17TRACK account is used up. Buy more, then ask again."),
    -18019910: N_("17TRACK does not know this carrier code."),
    -18019911: N_("17TRACK does not follow this carrier any more, or not yet."),
})  # fmt: skip


class SeventeenTrack(Asker):
    """Asks 17TRACK."""

    at_once = AT_ONCE

    def __init__(self, key: Secret, *, base: str = BASE, timer: Timer | None = None, carrier: str = "") -> None:
        wire = HttpxWire(base)
        super().__init__("17TRACK", PER_SECOND, wire, timer)
        self._base = base
        self._carrier: dict[str, int | str] = {}
        if carrier:
            self._carrier["carrier"] = int(carrier) if carrier.isdecimal() else carrier
        headers = {"17token": key.reveal(), "user-agent": AGENT, "accept-encoding": "identity"}
        self._client = httpx.Client(transport=wire, headers=headers, timeout=SECONDS)

    def ask(self, numbers: Sequence[str]) -> Iterator[Page | Word]:
        """Ask for numbers, register those that 17TRACK does not follow yet, and ask for these once more."""
        body = self._post("gettrackinfo", numbers)
        rejected = _rejected(body)
        if entries(body.document()):
            yield Page(body.body, tuple(numbers))
        elif not rejected:
            yield Page(body.body, tuple(numbers))  # an empty or changed answer is kept, and judged by whoever keeps it
            return
        new = [n for n in numbers if rejected.get(plain(n)) == _UNKNOWN]
        yield from _words({n: rejected[plain(n)] for n in numbers if plain(n) in rejected and n not in new})
        if new:
            yield from self._begin(new)

    def _begin(self, numbers: list[str]) -> Iterator[Page | Word]:
        refused = {k: v for k, v in _rejected(self._post("register", numbers)).items() if v != _KNOWN}
        yield from _words({n: refused[plain(n)] for n in numbers if plain(n) in refused})
        followed = [n for n in numbers if plain(n) not in refused]
        if not followed:
            return
        body = self._post("gettrackinfo", followed)
        there = {plain(e.number) for e in entries(body.document()) or ()}
        if there:
            yield Page(body.body, tuple(n for n in followed if plain(n) in there))
        for number in followed:
            if plain(number) not in there:
                yield Word(
                    number, Code.REGISTERED, _("17TRACK follows this number from now on. Ask again in some hours.")
                )

    def _post(self, path: str, numbers: Sequence[str]) -> Answer:
        items = [{"number": number, **self._carrier} for number in numbers]
        answer = self._call(lambda: self._client.post(f"{self._base}/{path}", json=items))
        _raise_for(answer)
        return answer

    def _send(self, call: Callable[[], object]) -> Answer:
        answer = super()._send(call)
        if answer.status == 200 and _code_of(answer) == _BUSY:
            raise UnreachableError(_("it has trouble of its own"))
        return answer

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def entries(document: object) -> list[Entry] | None:
    """Return the parcels of an answer by their shape, or None if this is no answer of 17TRACK any more."""
    data = as_dict(document).get("data")
    if not isinstance(data, dict) or not isinstance(data.get("accepted"), list):
        return None
    return [_entry(item) if isinstance(item, dict) else shape.NAMELESS for item in data["accepted"]]


def _entry(item: Json) -> Entry:
    fault = shape.first((shape.text(item, "number"), shape.group(item, "track_info", _info)))
    return Entry(shape.number_of(item, "number"), fault)


def _info(info: Json) -> str:
    return shape.first(
        (
            shape.group(info, "latest_status", lambda status: shape.text(status, "status")),
            shape.group(info, "tracking", lambda tracking: shape.rows(tracking, "providers", _provider)),
        )
    )


def _provider(provider: Json) -> str:
    return shape.rows(provider, "events", _event)


def _event(event: Json) -> str:
    return shape.first(
        (
            shape.one_of(event, "time_iso", "time_utc", "time_raw"),
            shape.text(event, "time_iso", null=True, optional=bool(event.get("time_raw") or event.get("time_utc"))),
            shape.text(event, "description", null=True),
            shape.text(event, "location", null=True),
            shape.text(event, "stage", null=True, optional=True),
            shape.text(event, "sub_status", null=True, optional=True),
            shape.one_of(event, "description", "sub_status", "stage"),
        )
    )


def _code_of(answer: Answer) -> int:
    try:
        document = as_dict(answer.document())
    except ValueError:
        return 0
    errors = dicts(as_dict(document.get("data")).get("errors"))
    code = errors[0].get("code") if errors else document.get("code")
    return _as_int(code)


def _as_int(value: object) -> int:
    said = text_of(value, 20)
    return int(said) if said.removeprefix("-").isdecimal() else 0


def _raise_for(answer: Answer) -> None:
    code = _code_of(answer)
    if code in _KEY_CODES:
        raise KeyRefusedError(
            _("17TRACK does not accept the key, or not from this computer (code {code}).", code=code),
            mend=_("Look at Settings, Security in your 17TRACK account: the key, and the list of allowed addresses."),
        )
    if code:
        raise RejectedError(_("17TRACK refuses this request (code {code}).", code=code), answer)


def _rejected(answer: Answer) -> dict[str, int]:
    data = as_dict(as_dict(answer.document()).get("data"))
    return {
        plain(shape.number_of(item, "number")): _as_int(as_dict(item.get("error")).get("code"))
        for item in dicts(data.get("rejected"))
    }


def _words(codes: dict[str, int]) -> Iterator[Word]:
    for number, code in codes.items():
        if code == _NO_INFO_YET:
            yield Word(
                number, Code.NOT_FOUND, _("17TRACK follows this number, but no carrier has told it anything yet.")
            )
        else:
            said = _WORDS.get(code) or _("17TRACK does not take this number (code {code}).", code=code)
            yield Word(number, Code.REFUSED, said)
