"""A learner plays a case, answers the claim, takes the quiz and exports, all by clicking; nothing is lost or silent."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import ipywidgets as w
import pytest

from parcelproof.clock import now
from parcelproof.training.casebook import CaseBook
from parcelproof.training.cases import load_cases
from parcelproof.training.learner import Learner
from parcelproof.training.progress import SUFFIX, read_progress
from parcelproof.widgets.answer_claim import AnswerView
from parcelproof.widgets.choose_case import ChooseCaseView
from parcelproof.widgets.learn_cases import CasePage, ProgressPage, QuizPage, learn_case, learn_progress, learn_quiz
from parcelproof.widgets.my_progress import ExportView, NameView
from parcelproof.widgets.play_case import PlayView
from parcelproof.widgets.quiz import QuizView

MUG = "all-papers-in-order"


@pytest.fixture
def learner(tmp_path: Path) -> Learner:
    return Learner.open(tmp_path / "shop")


class Table:
    """The views of the case page, made as a person would see them."""

    def __init__(self, page: CasePage) -> None:
        views = page.choose(), page.play(), page.answer(), page.missing()
        for view in views:
            assert isinstance(view.widget, w.Widget)
        assert isinstance(views[0], ChooseCaseView)
        assert isinstance(views[1], PlayView)
        assert isinstance(views[2], AnswerView)
        self.choose, self.play, self.answer, self.left = views

    def decide(self, words: str) -> None:
        options = {button.description: button for button in self.play.options.children}
        next(button for said, button in options.items() if words in said).click()
        assert self.play.message.value == ""

    def text(self) -> str:
        return plain(self.play.story.value + self.answer.shown.value)


def plain(page: str) -> str:
    without_style = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_style))


def table(learner: Learner, case: str = MUG, minutes: str = "") -> Table:
    return Table(CasePage(learner, case, minutes))


def decided(learner: Learner) -> Table:
    made = table(learner)
    made.decide("Open the record of this parcel")
    made.decide("Write inside the platform")
    return made


def test_a_case_is_played_by_clicking_and_won_with_the_right_packet(learner: Learner) -> None:
    made = table(learner)
    assert "Time left 5 days" in made.text()
    assert "Right. Look before you write" not in made.text(), "what a choice teaches is told after it"
    made.decide("Open the record of this parcel")
    assert "Right. Look before you write" in made.text()
    assert "Saved" in made.play.saved.value
    made.decide("Write inside the platform")
    assert made.answer.asked.layout.display == ""
    for item in ("delivery_scan", "acceptance_scan", "tracking_history", "label_receipt"):
        made.answer.boxes[item].value = True
    assert "Files: 1 of 5" in made.answer.count.value
    made.answer.text.value = "The carrier delivered in Portland."
    made.answer.send.click()
    assert made.answer.message.value == ""
    said = made.text()
    assert "You keep the money." in said
    assert "training model" in said
    assert "As the case began, it hung on this: The delivery scan with date and city decides." in said
    assert "delivery_scan" not in said, "rules are named in words"
    assert made.answer.asked.layout.display == "none"
    assert learner.progress.cases[0].outcome == "won"


def test_a_poor_packet_is_told_by_which_rule_and_what_was_needed(learner: Learner) -> None:
    made = decided(learner)
    made.answer.boxes["photos_before_packing"].value = True
    made.answer.send.click()
    said = made.text()
    assert "The desk gives the buyer the money back." in said
    assert "What would have been needed" in said
    assert "Delivery scan" in said
    assert "asked for" in said
    assert "The best answer on the same record shows" in said


def test_a_new_kernel_goes_on_at_the_same_place(learner: Learner) -> None:
    made = decided(learner)
    made.answer.boxes["signature" if "signature" in made.answer.boxes else "delivery_scan"].value = True
    made.answer.text.value = "Half a letter"
    again = table(Learner(learner.folder), case="")
    assert again.play.story.value == made.play.story.value
    assert again.answer.chosen == made.answer.chosen
    assert again.answer.text.value == "Half a letter"


def test_no_item_can_be_sent_that_is_not_on_record(learner: Learner) -> None:
    made = decided(learner)
    assert "signature" not in made.answer.boxes
    assert "Not on record:" in made.text()


def test_begin_again_clears_the_case_and_keeps_its_end(learner: Learner) -> None:
    made = table(learner)
    made.decide("Refund at once")
    assert "You gave the buyer the money back" in made.text()
    assert learner.progress.cases[0].outcome == "settled"
    made.play.again.click()
    assert "So far" not in made.text()
    assert len(made.play.options.children) == 3
    assert learner.progress.cases[0].outcome == "settled"


def test_waiting_and_a_limit_of_real_time_make_an_answer_late(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = table(learner, minutes="10")
    made.decide("Wait until after the weekend")
    assert made.play.clock.until > 0
    made.decide("Write nothing")
    left = CaseBook(learner).play.left
    made.answer.wait.click()
    assert CaseBook(learner).play.left == left - timedelta(days=1)
    monkeypatch.setenv("PARCELPROOF_NOW", (now() + timedelta(minutes=11)).isoformat())
    made.answer.send.click()
    assert "The answer came after the last day." in made.text()
    assert learner.progress.cases[0].outcome == "too_late"


def test_giving_back_is_an_answer_too(learner: Learner) -> None:
    made = decided(learner)
    made.answer.refund.click()
    said = made.text()
    assert "You gave the buyer what is due." in said
    assert "You keep the money." in said, "it could have been won, and that is told"


def test_a_case_by_chance_shows_its_number_and_comes_back(learner: Learner) -> None:
    made = table(learner)
    made.choose.number.value = "4711"
    made.choose.chance.click()
    assert "By chance, number 4711" in made.text()
    assert made.choose.list.value == "generated-4711"
    assert "By chance, number 4711" in table(Learner(learner.folder), case="").text()
    made.choose.number.value = "<b>"
    made.choose.chance.click()
    assert "Write digits" in made.choose.message.value


def test_another_case_is_chosen_and_the_list_filtered(learner: Learner) -> None:
    made = table(learner)
    made.choose.stage.value = "product"
    assert set(made.choose.list.ids) < set(load_cases())
    made.choose.list.value = "the-test-said-no"
    made.choose.go.click()
    assert load_cases()["the-test-said-no"].story in made.text()
    assert made.choose.message.value == ""


def test_what_a_stranger_wrote_is_shown_and_never_run(learner: Learner) -> None:
    made = decided(learner)
    made.answer.text.value = "<script>alert(1)</script> RR999999999CN"
    made.answer.send.click()
    assert "<script" not in made.answer.shown.value
    assert "stands nowhere in the record" in made.text()


@pytest.fixture
def quiz(learner: Learner) -> QuizView:
    page = QuizPage(learner, sheet="7")
    view, result = page.ask(), page.missing()
    assert isinstance(view, QuizView)
    assert isinstance(view.widget, w.Widget)
    assert isinstance(result.widget, w.Widget)
    return view


def click(view: QuizView, *, right: bool) -> None:
    question = view.now
    wanted = question.right if right else next(one for one in question.options if not one.right)
    view.options.children[[o.id for o in question.shuffled(7)].index(wanted.id)].click()
    assert view.message.value == ""


def test_the_quiz_tells_at_once_and_the_first_answer_counts(quiz: QuizView, learner: Learner) -> None:
    question = quiz.now
    assert question.right.says not in plain(quiz.told.value)
    click(quiz, right=False)
    assert "Not right:" in plain(quiz.told.value)
    click(quiz, right=True)
    assert "practice" in plain(quiz.told.value)
    assert "Right so far: 0 of 1" in quiz.head.value
    assert [one.question for one in learner.progress.quiz] == [question.id] * 2


def test_the_quiz_goes_on_where_it_was_and_ends_with_a_result(quiz: QuizView, learner: Learner) -> None:
    for _ in range(4):
        click(quiz, right=True)
        quiz.next.click()
    page = QuizPage(Learner(learner.folder))
    again, result = page.ask(), page.missing()
    assert isinstance(again, QuizView)
    assert isinstance(again.widget, w.Widget)
    assert again.now == quiz.now
    for _ in range(6):
        click(again, right=False)
        again.next.click()
    assert "4 of 10 right at the first answer" in plain(result.static_html())


def test_the_progress_is_named_and_exported(learner: Learner) -> None:
    page = ProgressPage(learner)
    name, export, missing = page.name(), page.export(), page.missing()
    assert isinstance(name, NameView)
    assert isinstance(export, ExportView)
    assert isinstance(name.widget, w.Widget)
    assert isinstance(export.widget, w.Widget)
    assert "Write your name" in plain(missing.static_html())
    name.name.value = "Li <b>Na</b>"
    name.go.click()
    assert "Li &lt;b&gt;Na&lt;/b&gt;" in name.saved.value
    assert "Write your name" not in plain(missing.static_html())
    export.go.click()
    (file,) = (learner.folder / "for-the-trainer").glob(f"*{SUFFIX}")
    assert file.name in export.shown.value
    assert read_progress(file).name == "Li <b>Na</b>"


def test_unattended_the_pages_show_no_solution(tmp_path: Path) -> None:
    folder = str(tmp_path / "shop")
    page, quiz, mine = learn_case(MUG, shop_folder=folder), learn_quiz(shop_folder=folder), learn_progress(folder)
    views = (page.choose(), page.play(), page.answer(), page.missing(), quiz.ask(), quiz.missing(), mine.name(),
             mine.done(), mine.export(), mine.missing())  # fmt: skip
    shown = plain("".join(view.static_html() for view in views))
    case = load_cases()[MUG]
    assert case.steps[0].options[0].text in shown
    assert case.truth.hinges_on not in shown
    for step in case.steps:
        for option in step.options:
            assert option.teaches not in shown
    view = quiz.ask()
    assert isinstance(view, QuizView)
    assert all(option.says not in shown for option in view.now.options)
    assert not any(one.made for one in views)


def test_a_record_that_speaks_against_the_seller_is_better_settled(learner: Learner) -> None:
    said = {}
    for way in ("send", "refund"):
        book = CaseBook(learner, "the-test-said-no")
        book.keep(book.play.again().decide("send-anyway").decide("fight"))
        made = table(learner, case="")
        getattr(made.answer, way).click()
        said[way] = made.text()
    assert "No packet wins this claim." in said["send"]
    assert "Check of the measure: Inspect" in said["send"]
    assert "It was right to give the buyer what is due" in said["refund"]
