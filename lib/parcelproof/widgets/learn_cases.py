"""The pages of a course beside the exercises: play a case and answer its claim, take the quiz, see the progress."""

from __future__ import annotations

from parcelproof.language import current_language
from parcelproof.messages import _
from parcelproof.playbook import Playbook, load_playbook
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.training.casebook import CaseBook
from parcelproof.training.learner import Learner
from parcelproof.training.lesson import speak_like_the_page
from parcelproof.training.quiz_round import QuizRound
from parcelproof.widgets.answer_claim import AnswerView
from parcelproof.widgets.base import View
from parcelproof.widgets.choose_case import ChooseCaseView
from parcelproof.widgets.my_progress import DoneView, ExportView, NameView, OpenView
from parcelproof.widgets.play_case import PlayView
from parcelproof.widgets.quiz import QuizView, ResultView
from parcelproof.widgets.shown import ShownView


class CasesView(ShownView):
    """How many cases are left."""

    def __init__(self, book: CaseBook) -> None:
        super().__init__()
        self._book = book

    def sections(self) -> tuple[Section, ...]:
        """Return how many cases were played to the end, and how the present one stands."""
        entries = self._book.entries()
        ended = sum(one.best is not None for one in entries)
        said = [Paragraph(text=_("{ended} of {count} cases are played to the end.", ended=ended, count=len(entries)))]
        play = self._book.play
        if play.ended:
            said.append(Paragraph(text=_("This case has ended. Choose the next one above."), tone="good"))
        elif play.run.ended:
            said.append(Paragraph(text=_("The claim of this case is not answered yet."), tone="warn"))
        elif play.begun:
            said.append(Paragraph(text=_("This case still waits for a decision."), tone="warn"))
        return (Section(id="left", title="", blocks=tuple(said)),)


class CasePage:
    """The page on which a case is played; a move in one view draws the others anew.

    Parameters
    ----------
    learner : Learner
    case : str
        Id of a case, or the number of one made by chance; empty for the one that was played last.
    minutes : str
        Real time that a trainer gives for each case; empty for none.
    """

    def __init__(self, learner: Learner, case: str = "", minutes: str = "") -> None:
        book, playbook = CaseBook(learner, case), _playbook()
        self._choose = ChooseCaseView(book, playbook, self._draw)
        self._play = PlayView(book, playbook, self._draw, minutes)
        self._answer = AnswerView(book, self._draw)
        self._left = CasesView(book)

    def choose(self) -> View:
        """Show all cases."""
        return self._choose

    def play(self) -> View:
        """Show the case: story, claim, decisions."""
        return self._play

    def answer(self) -> View:
        """Show the answer to the claim, and what the desk decides."""
        return self._answer

    def missing(self) -> View:
        """Show what is left to do."""
        return self._left

    def _draw(self) -> None:
        for view in (self._choose, self._play, self._answer, self._left):
            view.refresh()


class QuizPage:
    """The page of the quiz."""

    def __init__(self, learner: Learner, stage: str = "", sheet: str = "") -> None:
        round_, playbook = QuizRound(learner, stage, sheet), _playbook()
        self._result = ResultView(round_, playbook)
        self._quiz = QuizView(round_, playbook, self._result.refresh)

    def ask(self) -> View:
        """Show the questions, one after the other."""
        return self._quiz

    def missing(self) -> View:
        """Show the result, or how many questions are left."""
        return self._result


class ProgressPage:
    """The page on which a learner sees what is done."""

    def __init__(self, learner: Learner) -> None:
        self._done = DoneView(learner, _playbook())
        self._open = OpenView(learner)
        self._name = NameView(learner, self._open.refresh)
        self._export = ExportView(learner)

    def name(self) -> View:
        """Show the name."""
        return self._name

    def done(self) -> View:
        """Show everything that was done."""
        return self._done

    def export(self) -> View:
        """Show the button that writes the file for the trainer."""
        return self._export

    def missing(self) -> View:
        """Show what is still open for the trainer."""
        return self._open


def learn_case(case: str = "", minutes: str = "", shop_folder: str = "") -> CasePage:
    """Open the page on which a case is played.

    Parameters
    ----------
    case : str
        Id of a case, or the number of one made by chance; empty for the one that was played last.
    minutes : str
        Real time that a trainer gives for each case; empty for none.
    shop_folder : str
        Empty for the usual places; without any shop the folder of the pages is taken.
    """
    return CasePage(_learner(shop_folder), case, minutes)


def learn_quiz(stage: str = "", sheet: str = "", shop_folder: str = "") -> QuizPage:
    """Open the page of the quiz.

    Parameters
    ----------
    stage : str
        ``delivery``, ``tracking`` or ``product``; empty for all, or for the one chosen last.
    sheet : str
        Number of the sheet, as on paper; empty for the one chosen last, at first 1.
    shop_folder : str
    """
    return QuizPage(_learner(shop_folder), stage, sheet)


def learn_progress(shop_folder: str = "") -> ProgressPage:
    """Open the page on which a learner sees what is done, and exports it."""
    return ProgressPage(_learner(shop_folder))


def _learner(shop_folder: str) -> Learner:
    speak_like_the_page(shop_folder)
    return Learner.open(shop_folder)


def _playbook() -> Playbook:
    return load_playbook(language=current_language().code)
