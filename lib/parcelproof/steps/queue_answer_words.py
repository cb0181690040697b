"""The answers to a case in words: what each is called, what it means, and how it is told later."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.fact_words import amount
from parcelproof.messages import N_, Wording, _
from parcelproof.steps.queue import Queue
from parcelproof.tracking.review.answers import AnswerKind, Given

ANSWERS: Mapping[AnswerKind, str] = Wording(
    {"explained": N_("Explained"), "inquiry_opened": N_("Inquiry opened"), "message_sent": N_("Message sent")}
)
HELP: Mapping[AnswerKind, str] = {
    "explained": N_(
        "The cause is known and nothing more is needed. The case stays closed until something new happens."
    ),
    "inquiry_opened": N_(
        "You asked the carrier. The inquiry goes on record. The case comes back after {repeat} if nothing changes."
    ),
    "message_sent": N_(
        "You wrote to the buyer. The message goes on record. The case comes back after {repeat} if nothing changes."
    ),
}
UNDO = N_(
    "Nothing is deleted: the answer and its withdrawal stay in the record history. A message or inquiry stays on "
    "record too, because it happened. If it did not, choose “It was a mistake”: then no report names it."
)


def answer_help(kind: AnswerKind, queue: Queue) -> str:
    """Say what an answer means, with the time after which the case comes back."""
    rule = queue.context.rule("communication.repeat")
    return _(HELP[kind], repeat=amount(str(rule.value), rule.unit) if rule else _("some days"))


def given_words(given: Given) -> str:
    """Say what was answered and when."""
    return found(f"{ANSWERS[given.kind]} {given.at:%Y-%m-%d %H:%M}", given)


def found(words: str, given: Given) -> str:
    """Say of an answer that nobody clicked it: a message or inquiry on record counts as one."""
    return words if given.answer else _("{answer}, found on record", answer=words)
