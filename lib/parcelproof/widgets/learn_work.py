"""The real views of an exercise, one under the other, over the shop of the exercise."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as w

from parcelproof.report.document import Section, SectionGroup
from parcelproof.report.html import render_fragment
from parcelproof.steps.current import choose_product
from parcelproof.steps.queue import Queue
from parcelproof.training.lesson import Lesson
from parcelproof.training.scene import StoryShop
from parcelproof.widgets.base import View
from parcelproof.widgets.camera_roll import CameraRollView
from parcelproof.widgets.page import Page
from parcelproof.widgets.product_page import ProductPage
from parcelproof.widgets.queue import ReviewPage
from parcelproof.widgets.style import CSS

Shown = View | Section | SectionGroup


def real_views(lesson: Lesson) -> list[Shown]:
    """Return the views of the present exercise, as the stage pages show them."""
    shop, exercise = lesson.shop, lesson.exercise
    makers = _makers(lesson, shop)
    found: list[Shown] = []
    for name in exercise.views:
        if name == "photos":
            found.append(makers[name](*exercise.scene.camera))
            found.append(CameraRollView(found[-1], lesson.folder))
        else:
            found.append(makers[name]())
    return found


def _makers(lesson: Lesson, shop: StoryShop) -> dict[str, Callable[..., Shown]]:
    exercise, subject = lesson.exercise, lesson.subject
    page: Page | ProductPage
    if exercise.scene.about == "product":
        choose_product(shop, subject)  # by its chain: not every product has a SKU on record yet
        page = ProductPage(shop, "", exercise.measure)
    else:
        page = Page(shop, subject, exercise.measure)
    names = [name for name in exercise.views if name != "queue"]
    queue = {"queue": ReviewPage(Queue(shop)).work} if "queue" in exercise.views else {}
    return {**{name: getattr(page, name) for name in names}, **queue}


class WorkView(View):
    """Where the learner works.

    Parameters
    ----------
    lesson : Lesson
    """

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self._lesson = lesson
        self.views: list[Shown] = []

    def make(self) -> None:
        """Make the place."""
        self.place = w.VBox()

    def build(self) -> w.Widget:
        """Show the views of the present exercise."""
        self.refresh()
        return w.VBox([self.place, self.message])

    def refresh(self) -> None:
        """Make the views anew: another exercise, or a new beginning."""
        if not self.made:
            return
        self.views = real_views(self._lesson)
        self.place.children = tuple(_widget(view) for view in self.views)

    def sections(self) -> tuple[Section, ...]:
        """Return what the views show without a person."""
        return tuple(section for view in real_views(self._lesson) for section in _sections(view))


def _widget(shown: Shown) -> w.Widget:
    return shown.widget if isinstance(shown, View) else w.HTML(CSS + render_fragment(_sections(shown)))


def _sections(shown: Shown) -> tuple[Section, ...]:
    if isinstance(shown, View):
        return shown.sections()
    return shown.sections if isinstance(shown, SectionGroup) else (shown,)
