"""The wire: every answer is read whole, with a cap on size and time, before anybody looks at it.

The vendors' clients and our own send through here, so that the bytes that are kept are the bytes that came.
Certificates are always checked, redirects never followed: a key goes to one place only.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import requests
from requests.adapters import HTTPAdapter

from parcelproof.errors import InputError
from parcelproof.messages import _
from parcelproof.tracking.live.answers import Answer, UnreachableError

MAX_BYTES = 32 * 1024 * 1024
SECONDS = 30.0
WHOLE_SECONDS = 120.0
"""For one whole answer: a server that drips one byte at a time must not hold a run for ever."""

AGENT = "Parcelproof (seller's evidence keeper)"


def check_base(url: str, *, field: str) -> str:
    """Return the address of a service without the last slash.

    Raises
    ------
    InputError
        If it is neither https nor this computer, or holds more than an address.
    """
    try:
        parts = urlsplit(url.strip())
        host, plain = parts.hostname or "", parts.username is None and not parts.query and not parts.fragment
        allowed = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
        _port = parts.port
    except ValueError:
        allowed, host, plain = False, "", False
    if not (allowed and host and plain):
        raise InputError(
            _("This address of a tracking service cannot be used: a key must only travel encrypted."),
            where=field,
            mend=_("Use an address that begins with https://, or remove the variable."),
        )
    return url.strip().rstrip("/")


def is_loopback(host: str) -> bool:
    """Say whether a host is this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Taken:
    """What came over the wire last: an answer, or why there is none."""

    def __init__(self) -> None:
        self._answer: Answer | None = None
        self._trouble = ""

    def clear(self) -> None:
        self._answer, self._trouble = None, ""

    def keep(self, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
        self._answer = Answer(status, {k.lower(): v for k, v in headers}, body)

    def fail(self, trouble: str) -> None:
        self._trouble = trouble

    def answer(self) -> Answer:
        """Return the last answer.

        Raises
        ------
        UnreachableError
            If none came; ``what`` is half a sentence that says why.
        """
        if self._answer is None or self._trouble:
            raise UnreachableError(self._trouble or _("it could not be asked"))
        return self._answer


class HttpxWire(_Taken, httpx.BaseTransport):
    """For httpx: reads each answer whole and keeps it.

    Parameters
    ----------
    base : str
        Address of the service; decides whether a proxy of this computer is used.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._inner = httpx.HTTPTransport(proxy=_proxy(base))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        self.clear()
        try:
            response = self._inner.handle_request(request)
            try:
                body = _capped(response.iter_bytes())
            finally:
                response.close()
        except _TooMuch as error:
            self.fail(str(error))
            raise httpx.RequestError("answer refused", request=request) from None
        except httpx.HTTPError as error:
            self.fail(_httpx_trouble(error))
            raise
        self.keep(response.status_code, response.headers.items(), body)
        kept = [(k, v) for k, v in response.headers.items() if k.lower() not in _OF_THE_WIRE]
        return httpx.Response(response.status_code, headers=kept, content=body, request=request)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class RequestsWire(_Taken, HTTPAdapter):
    """For requests: reads each answer whole and keeps it; repeats nothing by itself."""

    def __init__(self) -> None:
        _Taken.__init__(self)
        HTTPAdapter.__init__(self, max_retries=0)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send one request."""
        self.clear()
        try:
            response = super().send(request, **{**options, "stream": True, "timeout": SECONDS})
            try:
                body = _capped(response.iter_content(65536))
            finally:
                response.close()
        except _TooMuch as error:
            self.fail(str(error))
            raise requests.RequestException("answer refused") from None
        except requests.RequestException as error:
            self.fail(_requests_trouble(error))
            raise
        response._content = body  # what reading it the usual way would leave
        self.keep(response.status_code, response.headers.items(), body)
        return response


_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class _TooMuch(Exception):
    pass


def _capped(chunks: Iterable[bytes]) -> bytes:
    parts: list[bytes] = []
    size, until = 0, time.monotonic() + WHOLE_SECONDS
    for chunk in chunks:
        size += len(chunk)
        if size > MAX_BYTES:
            raise _TooMuch(_("its answer is larger than {size} MB", size=MAX_BYTES // 1024 // 1024))
        if time.monotonic() > until:
            raise _TooMuch(_("its answer does not come to an end"))
        parts.append(chunk)
    return b"".join(parts)


def _httpx_trouble(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return _("it did not answer in time")
    if isinstance(error, (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError)):
        return _("its answer broke off")
    return _("there is no connection to it")


def _requests_trouble(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return _("it did not answer in time")
    broken = (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    if isinstance(error, broken) or "aborted" in str(error):
        return _("its answer broke off")
    return _("there is no connection to it")


def _proxy(base: str) -> str | None:
    """Return the proxy that this computer uses for a service."""
    parts = urlsplit(base)
    host = parts.hostname or ""
    if is_loopback(host) or proxy_bypass(host):
        return None
    return getproxies().get(parts.scheme)
