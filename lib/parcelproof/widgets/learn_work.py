"""The real views of an exercise, one under the other, over the shop of the exercise."""

from __future__ import annotations

from collections.abc import Callable

from parcelproof.steps.current import choose_product
from parcelproof.steps.queue import Queue
from parcelproof.training.lesson import Lesson
from parcelproof.training.scene import StoryShop
from parcelproof.widgets.camera_roll import CameraRollView
from parcelproof.widgets.changing import Shown
from parcelproof.widgets.page import Page
from parcelproof.widgets.product_page import ProductPage
from parcelproof.widgets.queue import ReviewPage


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
