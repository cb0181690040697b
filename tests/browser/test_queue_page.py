"""A person works the queue of the sample shop empty in a real JupyterLab, by mouse and by keyboard, with an undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import Lab, LabPage, new_tab

from parcelproof.shop import Shop
from parcelproof.steps.current import chosen_letter, current
from parcelproof.steps.queue import Queue

pytestmark = [pytest.mark.browser, pytest.mark.notebook, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PAGE = "tracking/03_review.ipynb"
SAVE = "Save and show the next case"
FOCUSED = """() => {
    const e = document.activeElement;
    return ((e.labels && e.labels.length ? e.labels[0].textContent : '') || e.textContent || '').trim();
}"""


@pytest.fixture
def lab(tmp_path: Path, sample_shop_copy: Shop, sample_now: str) -> Iterator[Lab]:
    folder = tmp_path / "lab"
    folder.mkdir()
    server = Lab(folder, ROOT / "notebooks", sample_shop_copy.folder)
    yield server
    server.stop()


def tab_to(page: LabPage, label: str) -> None:
    for _ in range(80):
        if page.tab.evaluate(FOCUSED) == label:
            return
        page.tab.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach '{label}'")


def test_the_queue_is_worked_empty(lab: Lab, browser: object, sample_shop_copy: Shop) -> None:
    count = Queue(sample_shop_copy).counts.open
    page = LabPage(new_tab(browser, height=3000), lab)
    page.open(PAGE)
    page.run_all()
    page.see(f"0 of {count} done.")

    # By mouse: a message, taken back, and an inquiry.
    page.press("Message sent")
    page.fill("Where", "eBay messages")
    page.fill("What you wrote", "Your parcel is late. We asked the carrier.")
    page.saved()
    page.press(SAVE)
    page.see(f"1 of {count} done.")
    page.press("Bring it back")
    page.see(f"0 of {count} done.")
    page.press("Inquiry opened")
    page.fill("Carrier asked", "Poczta Polska")
    page.fill("Its number", "R-77")
    page.saved()
    page.press(SAVE)
    page.see(f"1 of {count} done.")

    # A link under the case opens the letters, and notes which one is wanted.
    with page.tab.context.expect_page() as opened:
        page.tab.get_by_role("link", name="To the buyer: ").first.click()
    page.see("The page of the letters now speaks of")
    assert "tracking/01_communication.ipynb" in opened.value.url
    # The second tab stays open: to close a page while it loads can wait for ever.
    page.tab.bring_to_front()
    assert chosen_letter(sample_shop_copy, current(sample_shop_copy)).startswith("buyer:")

    # By keyboard: the list keeps the focus after an answer, so Tab leads on to the form.
    page.idle()
    page.tab.get_by_role("radio", checked=True).first.focus()
    tab_to(page, "Your note")
    page.tab.keyboard.type("The cause is known.")
    page.saved()
    tab_to(page, SAVE)
    page.tab.keyboard.press("Space")
    page.see(f"2 of {count} done.")

    # A new kernel finds everything again.
    page.restart_and_run_all()
    page.see(f"2 of {count} done.")
    for done in range(3, count + 1):
        page.fill("Your note", "The cause is known.")
        page.saved()
        page.press(SAVE)
        page.see(f"{done} of {count} done.")
    page.see("Nothing is left to do today.")

    queue = Queue(Shop(sample_shop_copy.folder))
    assert (queue.counts.open, queue.counts.done) == (0, count)
    assert sample_shop_copy.verify() == []
