"""The scoreboard of a class as one HTML file and as CSV, and certificates: names are text, whatever they look like."""

from __future__ import annotations

import io
from datetime import datetime

from parcelproof.tables.write import write_csv
from parcelproof.training.course.classroom import Classroom, Result
from parcelproof.training.course.lesson import Lesson
from parcelproof.training.course.pages import draw
from parcelproof.training.course.sheet import Sheet, heading, lines, listed, part, render_sheet, text
from parcelproof.training.course.words import Words


def scoreboard_html(room: Classroom, lesson: Lesson, words: Words) -> str:
    """Return the scoreboard as one HTML file: no script, nothing remote, every name escaped."""
    return draw("scoreboard.html.j2", room=room, lesson=lesson, words=words)


def scoreboard_csv(room: Classroom) -> bytes:
    """Return the scoreboard as CSV, in which no name can become a formula."""
    header = ("learner", "name", "exercises_right", "cases_done", "quiz_right", "quiz_answered", "reached")
    out = io.BytesIO()
    write_csv(out, header, [_row(one) for one in room.results])
    return out.getvalue()


def _row(one: Result) -> tuple[object, ...]:
    who, reached = one.progress, "yes" if one.reached else "no"
    return (who.learner, who.name, one.exercises, one.cases, one.quiz, one.answered, reached)


def certificate(result: Result, lesson: Lesson, words: Words, *, timestamp: datetime) -> bytes:
    """Return the certificate of one learner as PDF."""
    learned = [sentence for block in lesson.blocks if block.measures for sentence in block.objectives]
    said = words("certificate_did", course=lesson.title, right=result.quiz, count=result.answered)
    blocks = (
        heading(result.progress.name, f"{timestamp:%Y-%m-%d}"), text(said),
        part(words("certificate_learned")), listed(learned),
        part(words("signature")), lines(1), text(words("certificate_no_licence")),
    )  # fmt: skip
    sheet = Sheet(words("certificate"), "Parcelproof", blocks, words("certificate_for"), (), words.language)
    return render_sheet(sheet, timestamp=timestamp, template="training/certificate.typ")
