"""The page of the queue: its views, of which each is drawn anew when another one changed something."""

from __future__ import annotations

from parcelproof.report.document import Section
from parcelproof.shop import open_shop
from parcelproof.steps.parcel_facts import ParcelFacts
from parcelproof.steps.queue import Queue
from parcelproof.steps.queue_lanes import lanes_section
from parcelproof.steps.queue_page import left_section
from parcelproof.widgets.ask_carriers import AskView
from parcelproof.widgets.base import View
from parcelproof.widgets.queue_view import QueueView
from parcelproof.widgets.reading import Reading
from parcelproof.widgets.shown import ShownView


class LeftView(ShownView):
    """What is still to do, in one sentence."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self._queue = queue

    def sections(self) -> tuple[Section, ...]:
        """Return the words."""
        return (left_section(self._queue),)


class LanesView(ShownView):
    """How long parcels take, by carrier, service and country."""

    def __init__(self, queue: Queue) -> None:
        super().__init__()
        self._queue = queue
        self._drawn: dict[str, ParcelFacts] | None = None

    def refresh(self) -> None:
        """Draw the charts anew if a parcel is further than before."""
        if self.made and self._drawn != self._queue.parcels:
            self._drawn = dict(self._queue.parcels)
            super().refresh()

    def sections(self) -> tuple[Section, ...]:
        """Return picture and table."""
        as_of = self._queue.as_of
        return (lanes_section(self._queue.parcels.values(), as_of),)


class ReviewPage:
    """The views of the review page.

    Parameters
    ----------
    queue : Queue
    """

    def __init__(self, queue: Queue) -> None:
        queue.watch = Reading()
        self._lanes, self._left = LanesView(queue), LeftView(queue)
        self._work = QueueView(queue, self._changed)
        self._ask = AskView(queue.shop, self._work.refresh)

    def ask(self) -> View:
        """Show the button that asks the carriers now."""
        return self._ask

    def work(self) -> View:
        """Show the cases, to be answered one after the other."""
        return self._work

    def lanes(self) -> View:
        """Show how long parcels take, by carrier, service and country."""
        return self._lanes

    def missing(self) -> View:
        """Show what is still to do."""
        return self._left

    def _changed(self) -> None:
        self._lanes.refresh()
        self._left.refresh()


def review_queue(shop_folder: str = "") -> ReviewPage:
    """Open the review page of a shop.

    Parameters
    ----------
    shop_folder : str
        Empty for the usual places.
    """
    return ReviewPage(Queue(open_shop(shop_folder or None)))
