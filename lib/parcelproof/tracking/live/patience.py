"""How often a service is asked: its own pace, a few tries, waits that end."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from parcelproof import clock
from parcelproof.messages import _
from parcelproof.tracking.live.answers import Answer, KeyRefusedError, RejectedError, UnreachableError

TRIES = 4
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
LONGEST_ASKED_WAIT = 120.0
"""Seconds that a service may ask us to wait; above that the run ends and says so."""

LONGEST_RUN_OF_WAITS = 600.0
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Timer:
    """The clock and the dice; a test brings its own.

    Attributes
    ----------
    monotonic : callable
        Seconds.
    sleep : callable
        Waits so many seconds.
    dice : callable
        A number from 0 to 1.
    """

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    dice: Callable[[], float] = random.random


@dataclass
class Patience:
    """Asks one service, at most so often, and asks again where that can help.

    Parameters
    ----------
    service : str
        Name for people.
    per_second : float
        Requests that the service allows.
    timer : Timer
    """

    service: str
    per_second: float
    timer: Timer = field(default_factory=Timer)
    _next: float = 0.0
    _waited: float = 0.0

    def ask(self, send: Callable[[], Answer]) -> Answer:
        """Send until a whole answer comes that is not a passing trouble.

        Parameters
        ----------
        send : callable
            Sends once; raises UnreachableError if nothing whole came back.

        Raises
        ------
        KeyRefusedError
            401, 402 or 403.
        RejectedError
            Any other answer that asking again does not change.
        UnreachableError
            If the trouble did not pass.
        """
        trouble = ""
        for turn in range(1, TRIES + 1):
            self._keep_pace()
            answer, trouble = _try(send)
            if answer is not None and answer.status not in TRANSIENT:
                if not 200 <= answer.status < 300:
                    raise _refusal(self.service, answer)
                if _is_whole(answer):
                    return answer
                trouble = _("its answer is cut off or is no JSON")
            elif answer is not None:
                trouble = _named(answer.status)
            if turn < TRIES:
                self._wait(turn, answer, trouble)
        raise self._gave_up(trouble)

    def _keep_pace(self) -> None:
        ahead = self._next - self.timer.monotonic()
        if ahead > 0:
            self.timer.sleep(ahead)
        self._next = self.timer.monotonic() + 1 / self.per_second

    def _wait(self, turn: int, answer: Answer | None, trouble: str) -> None:
        asked = _asked_wait(answer)
        if asked > LONGEST_ASKED_WAIT:
            raise self._gave_up(_("it asks to wait {minutes} minutes", minutes=round(asked / 60)))
        backoff = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (turn - 1)) * (0.5 + self.timer.dice() / 2)
        pause = max(asked, backoff)
        if self._waited + pause > LONGEST_RUN_OF_WAITS:
            raise self._gave_up(trouble)
        self._waited += pause
        self.timer.sleep(pause)

    def _gave_up(self, trouble: str) -> UnreachableError:
        return UnreachableError(
            _("{service} gave no usable answer: {trouble}.", service=self.service, trouble=trouble),
            mend=_("Nothing is lost. Run the same command again later; it goes on where it stopped."),
        )


def _try(send: Callable[[], Answer]) -> tuple[Answer | None, str]:
    try:
        return send(), ""
    except UnreachableError as error:
        return None, error.what


def _is_whole(answer: Answer) -> bool:
    try:
        answer.document()
    except ValueError:
        return False
    return True


def _named(status: int) -> str:
    if status == 429:
        return _("it gets too many requests from this account")
    return _("it has trouble of its own (HTTP {status})", status=status)


def _refusal(service: str, answer: Answer) -> KeyRefusedError | RejectedError:
    # The body is not shown: it may repeat what was sent.
    if answer.status == 402:
        return KeyRefusedError(
            _("{service} says that the account has to pay first (HTTP 402).", service=service),
            mend=_("Look into your account at {service}.", service=service),
        )
    if answer.status in (401, 403):
        return KeyRefusedError(
            _("{service} does not accept the key (HTTP {status}).", service=service, status=answer.status),
            mend=_("Copy the key again from your account there, then store it: parcelproof pull --set-key --from NAME"),
        )
    return RejectedError(
        _("{service} refuses this request (HTTP {status}).", service=service, status=answer.status), answer
    )


def _asked_wait(answer: Answer | None) -> float:
    """Return the seconds that the service asks for: Retry-After, or the time when its limit ends."""
    if answer is None:
        return 0.0
    said = answer.headers.get("retry-after", "").strip()
    if said:
        return _seconds(said)
    if answer.status == 429 and (reset := answer.headers.get("x-ratelimit-reset", "").strip()).isdecimal():
        return max(0.0, int(reset[:12]) - clock.now().timestamp())
    return 0.0


def _seconds(said: str) -> float:
    if said.isdecimal():
        return float(said[:9])
    try:
        return max(0.0, (parsedate_to_datetime(said) - clock.now()).total_seconds())
    except (ValueError, TypeError):
        return 0.0
