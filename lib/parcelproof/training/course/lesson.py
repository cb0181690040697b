"""A lesson plan: blocks of minutes, each with what the trainer does and what the learners do."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

TEXTS = frozenset({
    "title", "goal", "room", "materials", "before", "objectives", "questions", "key_points", "trainer", "learners",
    "paper", "trouble", "help",
})  # fmt: skip
"""Fields that a person reads, and that a twin in another language translates."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Trouble(_Part):
    """What often goes wrong in a room, and what helps: the instructor's notes."""

    id: str
    trouble: str
    help: str


class Block(_Part):
    """A piece of a lesson.

    Attributes
    ----------
    id, title : str
    day : int
        From 1, in a lesson over several days.
    minutes : int
    kind : {'talk', 'together', 'pairs', 'quiz', 'break'}
    measures : tuple of str
        Ids of the measures that it teaches.
    objectives, questions, key_points : tuple of str
        What learners can do afterwards, what the block answers, and what they should remember.
    trainer, learners : tuple of str
        What the trainer says and does, and what the learners do.
    paper : str
        What to do without a computer.
    pages, files, commands, cases, exercises : tuple of str
        Everything that the block names; each must exist.
    goes_wrong : tuple of Trouble
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    day: int = Field(1, ge=1)
    minutes: int = Field(gt=0)
    kind: Literal["talk", "together", "pairs", "quiz", "break"]
    measures: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    trainer: tuple[str, ...] = ()
    learners: tuple[str, ...] = ()
    paper: str = ""
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    goes_wrong: tuple[Trouble, ...] = ()

    @model_validator(mode="after")
    def _teaches(self) -> Self:
        if self.kind == "break":
            return self
        empty = [
            name for name in ("objectives", "trainer", "learners", "key_points", "paper") if not getattr(self, name)
        ]
        if empty:
            raise ValueError(f"block '{self.id}' lacks {', '.join(empty)}")
        return self


class Lesson(_Part):
    """A whole plan.

    Attributes
    ----------
    id, title : str
    days, minutes, people : int
        `minutes` over all days, with the breaks; each day is equally long.
    goal : str
        What a learner can do afterwards.
    room : str
        For which room and people it is made.
    right_answers : int
        Of the quiz: so many make the certificate.
    quiz : int
        Number of questions of the closing quiz.
    materials, before : tuple of str
        What lies on the tables, and what the trainer does before the day.
    prepare : tuple of str
        Commands that the trainer runs before the day.
    blocks : tuple of Block
    """

    id: str
    title: str
    days: int = Field(1, ge=1, le=5)
    minutes: int = Field(gt=0)
    people: int = Field(gt=0)
    goal: str
    room: str
    quiz: int = Field(gt=0)
    right_answers: int = Field(gt=0)
    materials: tuple[str, ...] = Field(min_length=1)
    before: tuple[str, ...] = Field(min_length=1)
    prepare: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if len({block.id for block in self.blocks}) < len(self.blocks):
            raise ValueError("two blocks have one id")
        if self.right_answers > self.quiz:
            raise ValueError("right_answers is above the number of questions")
        each, rest = divmod(self.minutes, self.days)
        for day in range(1, self.days + 1):
            total = sum(block.minutes for block in self.blocks if block.day == day)
            if rest or total != each:
                raise ValueError(
                    f"the blocks of day {day} take {total} minutes, and the plan says {self.minutes / self.days:g}"
                )
        if any(block.day > self.days for block in self.blocks):
            raise ValueError("a block is on a day that the plan does not have")
        return self

    @property
    def commands(self) -> tuple[str, ...]:
        """Every command of the plan, in order."""
        return tuple(dict.fromkeys((*self.prepare, *(line for block in self.blocks for line in block.commands))))
