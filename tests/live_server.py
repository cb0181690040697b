"""A server on this computer that answers as the documentation of 17TRACK, AfterShip and EasyPost says.

It holds parcels with scans, remembers which numbers were registered, checks the key, pages its lists, and can be told
to fail in the next answers.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "live-test-key-0123456789"

Json = dict[str, Any]
Trouble = Callable[["_Handler", bytes], bool]
"""Gets the handler and the right answer; returns True if it has answered itself."""


@dataclass(frozen=True)
class Scan:
    """One scan, in words that every service has a code for."""

    time: str
    text: str
    place: str = "SHENZHEN"
    kind: str = "transit"


SEVENTEEN_CODES = {"transit": "InTransit_Other", "picked_up": "InTransit_PickedUp", "delivered": "Delivered_Other"}
AFTERSHIP_CODES = {
    "transit": ("InTransit", "InTransit_001"),
    "picked_up": ("InTransit", "InTransit_002"),
    "delivered": ("Delivered", "Delivered_001"),
}
EASYPOST_CODES = {
    "transit": ("in_transit", "arrived_at_facility"),
    "picked_up": ("in_transit", "received_at_origin_facility"),
    "delivered": ("delivered", "arrived_at_destination"),
}


@dataclass
class World:
    """What the services know.

    Attributes
    ----------
    scans : dict
        Number → scans, oldest first.
    followed : set of str
        Registered numbers.
    refused : dict
        Number → error code that the service gives when it is registered.
    change : callable or None
        Changes each parcel of an answer before it goes out.
    troubles : deque
        One for each of the next answers; None for an answer without trouble.
    calls : list of (method, path, what was asked)
    """

    scans: dict[str, list[Scan]] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)
    refused: dict[str, int] = field(default_factory=dict)
    change: Callable[[Json], object] | None = None
    troubles: deque[Trouble | None] = field(default_factory=deque)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    page: int = 100
    key: str = KEY
    sent: list[bytes] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def of(self, path: str) -> list[Any]:
        """What was asked at one path."""
        return [asked for _, where, asked in self.calls if where.endswith(path)]

    def changed(self, parcel: Json) -> object:
        # Real answers differ from call to call although nothing happened to the parcel.
        parcel["updated_at"] = f"2026-11-20T00:00:{len(self.calls) % 60:02d}Z"
        return self.change(parcel) if self.change else parcel


# -- 17TRACK ----------------------------------------------------------------------------------


def seventeen_entry(number: str, scans: list[Scan]) -> Json:
    events = [_seventeen_event(scan) for scan in reversed(scans)]
    sub = SEVENTEEN_CODES[scans[-1].kind] if scans else "NotFound_Other"
    return {
        "number": number, "carrier": 3011, "param": None, "tag": None,
        "track_info": {
            "shipping_info": {"shipper_address": {"country": "CN"}, "recipient_address": {"country": "US"}},
            "latest_status": {"status": sub.split("_")[0], "sub_status": sub, "sub_status_descr": None},
            "latest_event": events[0] if events else None,
            "time_metrics": {"days_after_order": 3, "days_of_transit": 2, "days_after_last_update": 0},
            "milestone": [],
            "misc_info": {"risk_factor": 0},
            "tracking": {"providers_hash": 1, "providers": [{
                "provider": {"key": 3011, "name": "China Post", "alias": "China Post", "country": "CN"},
                "latest_sync_status": "Success", "latest_sync_time": "2026-11-20T00:00:00Z",
                "events_hash": len(events), "events": events,
            }]},
        },
    }  # fmt: skip


def _seventeen_event(scan: Scan) -> Json:
    sub = SEVENTEEN_CODES[scan.kind]
    return {
        "time_iso": scan.time, "time_utc": None,
        "time_raw": {"date": scan.time[:10], "time": scan.time[11:19], "timezone": scan.time[19:]},
        "description": scan.text, "description_translation": None, "location": scan.place,
        "stage": None, "sub_status": sub, "address": {"country": "CN", "state": None, "city": None},
    }  # fmt: skip


def _seventeen(world: World, handler: _Handler, body: Any) -> tuple[int, Json]:
    if handler.headers.get("17token") != world.key:
        return 401, {"code": -18010002, "data": {"errors": [{"code": -18010002, "message": "Invalid security key."}]}}
    if not isinstance(body, list) or len(body) > 40:
        return 200, {"code": 0, "data": {"errors": [{"code": -18010014, "message": "More than 40."}]}}
    accepted: list[object] = []
    rejected: list[Json] = []
    registering = handler.path.endswith("/register")
    for number in (item["number"] for item in body):
        code = _seventeen_code(world, number, registering)
        if code:
            rejected.append({"number": number, "carrier": 0, "error": {"code": code, "message": f"'{number}'"}})
        elif registering:
            world.followed.add(number)
            accepted.append({"origin": 1, "number": number, "carrier": 3011, "email": None, "lang": None, "tag": None})
        else:
            accepted.append(world.changed(seventeen_entry(number, world.scans[number])))
    return 200, {"code": 0, "data": {"accepted": accepted, "rejected": rejected}}


def _seventeen_code(world: World, number: str, registering: bool) -> int:
    if registering:
        return world.refused.get(number) or (-18019901 if number in world.followed else 0)
    if number not in world.followed:
        return -18019902
    return 0 if number in world.scans else -18019909


# -- AfterShip --------------------------------------------------------------------------------


def aftership_tracking(number: str, scans: list[Scan]) -> Json:
    tag, subtag = AFTERSHIP_CODES[scans[-1].kind] if scans else ("Pending", "Pending_001")
    return {
        "id": "id" + number, "tracking_number": number, "slug": "china-post", "active": True, "order_id": None,
        "tag": tag, "subtag": subtag, "subtag_message": None, "signed_by": None, "title": number,
        "destination_country_region": "USA", "checkpoints": [_checkpoint(scan) for scan in scans],
    }  # fmt: skip


def _checkpoint(scan: Scan) -> Json:
    tag, subtag = AFTERSHIP_CODES[scan.kind]
    return {
        "slug": "china-post", "checkpoint_time": scan.time, "message": scan.text, "location": scan.place,
        "country_region": "CHN", "tag": tag, "subtag": subtag, "subtag_message": None, "city": None, "state": None,
        "source": "carrier",
    }  # fmt: skip


def _aftership_error(status: int, code: int, kind: str) -> tuple[int, Json]:
    return status, {"meta": {"code": code, "type": kind, "message": kind}, "data": {}}


def _aftership(world: World, handler: _Handler, body: Any) -> tuple[int, Json]:
    if handler.headers.get("as-api-key") != world.key:
        return _aftership_error(401, 401, "Unauthorized")
    if handler.command == "POST":
        number = body["tracking_number"]
        if number in world.refused:
            return _aftership_error(400, world.refused[number], "BadRequest")
        if number in world.followed:
            return _aftership_error(400, 4003, "BadRequest")
        world.followed.add(number)
        return 201, {"meta": {"code": 201}, "data": aftership_tracking(number, [])}
    query = parse_qs(urlsplit(handler.path).query)
    numbers = query["tracking_numbers"][0].split(",")
    if len(numbers) > 50:
        return _aftership_error(400, 4008, "BadRequest")
    there = [n for n in numbers if n in world.followed]
    first = int(query.get("cursor", ["0"])[0])
    shown, more = there[first : first + world.page], len(there) > first + world.page
    pagination = {"total": len(there), "next_cursor": str(first + world.page) if more else "", "has_next_page": more}
    found = [world.changed(aftership_tracking(n, world.scans.get(n, []))) for n in shown]
    return 200, {"meta": {"code": 200}, "data": {"pagination": pagination, "trackings": found}}


# -- EasyPost ---------------------------------------------------------------------------------


def easypost_tracker(number: str, scans: list[Scan]) -> Json:
    status, detail = EASYPOST_CODES[scans[-1].kind] if scans else ("unknown", "unknown")
    return {
        "id": "trk_" + number, "object": "Tracker", "mode": "production", "tracking_code": number,
        "status": status, "status_detail": detail, "created_at": "2026-11-01T00:00:00Z", "signed_by": None,
        "weight": None, "est_delivery_date": None, "shipment_id": None, "carrier": "USPS",
        "tracking_details": [_detail(scan) for scan in scans], "carrier_detail": None, "is_return": False, "fees": [],
    }  # fmt: skip


def _detail(scan: Scan) -> Json:
    status, detail = EASYPOST_CODES[scan.kind]
    return {
        "object": "TrackingDetail", "message": scan.text, "description": "", "status": status,
        "status_detail": detail, "datetime": scan.time, "source": "USPS", "carrier_code": "",
        "tracking_location": {"object": "TrackingLocation", "city": scan.place, "state": None, "country": "CN",
                              "zip": None},
    }  # fmt: skip


def _easypost(world: World, handler: _Handler, body: Any) -> tuple[int, Json]:
    if handler.headers.get("Authorization") != f"Bearer {world.key}":
        return 401, {"error": {"code": "UNAUTHORIZED", "message": "Unauthorized", "errors": []}}
    if handler.command == "POST":
        number = body["tracker"]["tracking_code"]
        if number in world.refused:
            return 422, {"error": {"code": "TRACKER.CREATE.ERROR", "message": "Unable to create", "errors": []}}
        world.followed.add(number)
        return 201, easypost_tracker(number, world.scans.get(number, []))
    query = parse_qs(urlsplit(handler.path).query)
    there = [n for n in query["tracking_codes[]"] if n in world.followed]
    before = query.get("before_id", [""])[0]
    first = there.index(before.removeprefix("trk_")) + 1 if before else 0
    shown, more = there[first : first + world.page], len(there) > first + world.page
    found = [world.changed(easypost_tracker(n, world.scans.get(n, []))) for n in shown]
    return 200, {"trackers": found, "has_more": more}


# -- the server -------------------------------------------------------------------------------

_SERVICES = {"/track/v2.4/": _seventeen, "/tracking/2026-07/": _aftership, "/v2/": _easypost}
BASES = {"17track": "/track/v2.4", "aftership": "", "easypost": ""}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world: World

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw) if raw else None
        path = urlsplit(self.path)
        service = next(serve for start, serve in _SERVICES.items() if path.path.startswith(start))
        asked = body if body is not None else parse_qs(path.query)
        self.world.calls.append((self.command, path.path, asked))
        trouble = self.world.troubles.popleft() if self.world.troubles else None
        status, document = service(self.world, self, body)
        right = json.dumps(document, ensure_ascii=False, indent=1).encode()
        if trouble and trouble(self, right):
            return
        self.world.sent.append(right)
        self.reply(status, right)

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)


def status(code: int, **headers: str) -> Trouble:
    """The service is in trouble, or refuses."""

    def trouble(handler: _Handler, right: bytes) -> bool:
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        handler.reply(code, b'{"meta": {"code": 0, "type": "X", "message": ""}, "error": {"message": ""}}', named)
        return True

    return trouble


def cut_off(handler: _Handler, right: bytes) -> bool:
    """Half of the answer, then the connection ends."""
    handler.reply(200, right[: len(right) // 2], length=len(right))
    handler.close_connection = True
    return True


def half(handler: _Handler, right: bytes) -> bool:
    """Half of the answer, with a length that says it is all."""
    handler.reply(200, right[: len(right) // 2])
    return True


def page_of_html(handler: _Handler, right: bytes) -> bool:
    """What a proxy or a wall in front of the service says."""
    handler.reply(200, b"<html><body>Please wait</body></html>")
    return True


def no_answer(handler: _Handler, right: bytes) -> bool:
    """Nothing comes until the test is over."""
    handler.world.let_go.wait(30)
    handler.close_connection = True
    return True


def hang_up(handler: _Handler, right: bytes) -> bool:
    """The connection ends without a word."""
    handler.close_connection = True
    return True


@contextmanager
def serve(world: World) -> Iterator[str]:
    """Run the server; give its address."""
    handler = type("Handler", (_Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        world.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
