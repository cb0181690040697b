"""The base of all views: shown lazily, printed statically, and never silent when something fails."""

from __future__ import annotations

import asyncio
import html
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import ipywidgets as w

from parcelproof.errors import ParcelproofError
from parcelproof.messages import _
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.widgets.keys import KeyGuard
from parcelproof.widgets.live import is_live


class View(ABC):
    """One part of a page.

    A view has two forms: widgets for a person, and HTML for everything else. Both are drawn from the
    ledger; the widgets are made when the view is first shown.
    """

    message: w.HTML

    def __init__(self) -> None:
        self._root: w.Widget | None = None
        self.made = False
        """Whether the widgets exist. Without a person none is made, so that no file keeps their state."""

    @abstractmethod
    def make(self) -> None:
        """Make the widgets that the view keeps hold of; called once, before `build`."""

    @abstractmethod
    def build(self) -> w.Widget:
        """Make the widgets."""

    @abstractmethod
    def sections(self) -> tuple[Section, ...]:
        """Return what stands on record, for the static form."""

    @property
    def widget(self) -> w.Widget:
        """The widgets, made at the first call."""
        if self._root is None:
            self.message = w.HTML()
            self.make()
            self.made = True
            self._root = w.VBox([KeyGuard(), self.build()])
        return self._root

    def static_html(self) -> str:
        """Return the view as HTML without script and without widgets."""
        return render_fragment(self.sections())

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        static = {"text/html": self.static_html(), "text/plain": type(self).__name__}
        if not is_live():
            return static
        shown: Any = self.widget._repr_mimebundle_()
        return {**static, **shown}


def guarded(not_saved: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Wrap a handler of a view: whatever fails is said in words, on the page.

    Parameters
    ----------
    not_saved : str
        What is not saved if this handler fails, like "your last change"; marked with `N_`.
    """

    def decorate(handler: Callable[..., None]) -> Callable[..., None]:
        @wraps(handler)
        def call(view: View, *args: object) -> None:
            try:
                handler(view, *args)
            except Exception as error:
                view.message.value = fault_html(error, not_saved)
            else:
                view.message.value = ""

        return call

    return decorate


def fault_html(error: Exception, not_saved: str) -> str:
    """Say what happened, what is not saved, and what to do; the details folded, without values."""
    ours = isinstance(error, ParcelproofError)
    what = error.what if isinstance(error, ParcelproofError) else _("Something failed that should not.")
    mend = (error.mend if isinstance(error, ParcelproofError) else "") or _(
        "Try it again. If it fails again, run the page anew."
    )
    lost = _("Not saved: {what}.", what=_(not_saved))
    more = _("Details")
    places = "" if ours else "\n".join(
        f"{Path(frame.filename).name}, line {frame.lineno}, in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )  # fmt: skip
    details = f"{type(error).__name__}\n{places}".strip()
    folded = (
        "" if ours else f"<details><summary>{html.escape(more)}</summary><pre>{html.escape(details)}</pre></details>"
    )
    return (
        f'<div role="alert" class="pp-fault"><b>{html.escape(what)}</b> {html.escape(lost)} '
        f"{html.escape(mend)}{folded}</div>"
    )


AFTER_TYPING = 0.3
"""Seconds to wait after a click: the browser holds back the last letters typed, and they arrive after the click."""


class Later:
    """Run a function once, a moment after the last call: typing saves once, not at every key.

    Without a running event loop (a test, a script) it runs at once.

    Parameters
    ----------
    call : callable
    seconds : float
        Short enough that a change is saved within a second.
    """

    def __init__(self, call: Callable[[], None], seconds: float = 0.5) -> None:
        self._call = call
        self._seconds = seconds
        self._waiting: asyncio.TimerHandle | None = None

    def __call__(self) -> None:
        """Ask for a run."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._call()
            return
        if self._waiting:
            self._waiting.cancel()
        self._waiting = loop.call_later(self._seconds, self.now)

    def now(self) -> None:
        """Run now if a run was asked for."""
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None
            self._call()
