"""Ask a tracking service from the page: one button, told step by step, and stopped whenever a person wants."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Generator
from contextlib import closing

import ipywidgets as w

from parcelproof.messages import N_, _, sentences
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.shop import Shop
from parcelproof.steps.ask_carriers import Asked, Service, ask, services
from parcelproof.widgets.base import View, fault_html
from parcelproof.widgets.style import CSS, saved_html

NOT_BY_ITSELF = N_("Nothing is asked by itself. In JupyterLab there is a button here; from the shell: parcelproof pull")


class AskView(View):
    """Ask the carriers now, through a tracking service and with the seller's own key.

    Parameters
    ----------
    shop : Shop
    news : callable, optional
        Called when a run is over, so that other views look again.
    """

    def __init__(self, shop: Shop, news: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._news = news
        self._run: asyncio.Task[None] | None = None
        self._stopping = False

    def make(self) -> None:
        """Make service, buttons and the places for words."""
        self.service = w.Dropdown(
            description=_("Service"),
            layout=w.Layout(width="100%", max_width="420px"),
            style={"description_width": "130px"},
        )
        self.go = w.Button(
            description=_("Ask the carriers now"), button_style="primary", layout=w.Layout(width="220px")
        )
        self.stop = w.Button(description=_("Stop"), layout=w.Layout(width="110px"))
        self.how = w.HTML()
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put the service over the buttons over the words."""
        self._draw_services()
        self._running(False)
        self.service.observe(lambda _: self._draw_services(), names="value")
        self.go.on_click(lambda _: self.start())
        self.stop.on_click(lambda _: self._stop())
        buttons = w.HBox([self.go, self.stop], layout=w.Layout(flex_flow="row wrap"))
        box = w.VBox([w.HTML(CSS), self.service, self.how, buttons, self.said, self.message])
        box.add_class("pp-form")
        return box

    def start(self) -> None:
        """Begin to ask; with an event loop the page stays usable meanwhile, without one this waits for the end."""
        if self._run is not None and not self._run.done():
            return
        self.message.value, self.said.value = "", saved_html(_("Looking for parcels that are on their way …"))
        self._stopping = False
        self._running(True)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for _step in self._steps():
                pass
            self._ended()
        else:
            self._run = loop.create_task(self._go_on())

    # -- running ------------------------------------------------------------------------------

    async def _go_on(self) -> None:
        with closing(self._steps()) as steps:
            for _step in steps:
                # The kernel listens between two parcels: that is when Stop is heard.
                await asyncio.sleep(0.01)
                if self._stopping:
                    break
        if self._stopping:
            self.said.value = saved_html(_("Stopped. What came is on record. Ask again: it goes on where it stopped."))
        self._ended()

    def _ended(self) -> None:
        self._running(False)
        self._news()

    def _steps(self) -> Generator[None, None, None]:
        """Ask, step by step; whatever fails is said in words, and closing this ends the run."""
        asked = Asked()
        try:
            with closing(ask(self._shop, self.service.value or "")) as run:
                for asked in run:
                    self._tell(asked, ended=False)
                    yield
            self._tell(asked, ended=True)
        except Exception as error:
            self.said.value = ""
            self.message.value = fault_html(error, N_("the answers that did not come; what came before is on record"))

    def _tell(self, asked: Asked, ended: bool) -> None:
        end = f"{self._shop.now():%H:%M}. " if ended else ""
        lines = "".join(f"<li>{html.escape(line)}</li>" for line in asked.trouble)
        words = [f"{end}{asked.words}"]
        if not ended:
            words.append(_("{done} of {all}", done=len(asked.told), all=asked.of))
        elif asked.unfinished:
            words.append(_("Nothing is lost. Ask again later: it goes on where it stopped."))
        self.said.value = saved_html(sentences(*words)) + (f"<ul>{lines}</ul>" if lines else "")

    def _stop(self) -> None:
        self._stopping = True
        self.said.value = saved_html(_("Stopping after this answer …"))

    def _running(self, running: bool) -> None:
        self.go.disabled = running or bool(self._chosen.problem)
        self.stop.layout.display = "" if running else "none"

    # -- drawing ------------------------------------------------------------------------------

    @property
    def _chosen(self) -> Service:
        known = services()
        return next((one for one in known if one.name == self.service.value), known[0])

    def _draw_services(self) -> None:
        known = services()
        if not self.service.options:
            self.service.options = [(one.title, one.name) for one in known]
            self.service.value = known[0].name
        problem = self._chosen.problem
        self.how.value = f'<div class="pp-why">{html.escape(problem)}</div>' if problem else ""
        self.go.disabled = bool(problem)

    def sections(self) -> tuple[Section, ...]:
        """Say that nothing is asked by itself."""
        return (Section(id="ask", title="", blocks=(Paragraph(text=_(NOT_BY_ITSELF), tone="note"),)),)
