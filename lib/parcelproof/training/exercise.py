"""What an exercise is: a scene of a case, a task, hints, typical wrong answers, and what must hold in the end."""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from parcelproof.ledger.records import PhotoRole
from parcelproof.training.condition import Condition, Typed

View = Literal[
    "form", "checklist", "photos", "missing", "services", "forms", "owed", "letters", "messages", "describe", "review",
    "take_in", "snapshots", "versions", "promises", "proof", "brand", "take_paper", "papers", "test_plan", "unit",
    "units", "queue",
]  # fmt: skip
"""The views of the stage pages in which a learner can work; each is the real one."""

VIEWS: tuple[str, ...] = get_args(View)
TEXTS = frozenset({"heading", "story", "task", "hints", "says", "why"})
"""Names of the fields that people read; a twin in another language holds these and the ids."""
TYPED = frozenset({"form", "answers", "values"})
"""Names of the fields that hold what is typed, under the names of the form: no twin says them."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Letter(_Part):
    """A letter that is recorded as sent: which one, in which language, and its text if it was changed."""

    letter: str
    language: str = "en"
    text: str = ""
    channel: str = ""


class Paper(_Part):
    """The paper of a supplier that is taken in; without a file name it is only typed."""

    values: Typed
    file: str = ""


class QueueAnswer(_Part):
    """What a person answers to the case of this parcel in the queue."""

    kind: Literal["explained", "inquiry_opened", "message_sent"]
    note: str = ""
    carrier: str = ""
    reference: str = ""
    channel: str = ""
    text: str = ""


class Deeds(_Part):
    """What a person does in the views, ready to be done by the same functions as a click.

    Attributes
    ----------
    form : dict
        Values typed into the form; ``lines.0.value`` changes one cell of a row.
    confirm : bool
        Whether the form is confirmed, if it can be.
    answers : dict
        Question → yes, no, not_applicable.
    photos : tuple of str
        Photos of the camera folder that are taken in, by what they show.
    letters, papers, queue : tuple
    """

    form: Typed = Field(default_factory=dict)
    confirm: bool = True
    answers: Typed = Field(default_factory=dict)
    photos: tuple[PhotoRole, ...] = ()
    letters: tuple[Letter, ...] = ()
    papers: tuple[Paper, ...] = ()
    queue: tuple[QueueAnswer, ...] = ()

    def changed_by(self, other: Deeds) -> Deeds:
        """Return these deeds with those that another one names in their place."""
        named = {name: getattr(other, name) for name in other.model_fields_set}
        for name in ("form", "answers"):
            if name in named:
                named[name] = {**getattr(self, name), **named[name]}
        return self.model_copy(update=named)


class Wrong(_Part):
    """A typical wrong answer.

    Attributes
    ----------
    id : str
        Kept in the learner's progress.
    when : tuple of Condition
        All of them hold.
    attempt : Deeds
        Written ``try``: an answer that is wrong in this way; what it leaves out is as in the solution.
    says : str
        What the learner is told: why it matters, and where to look. Never the solution.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    when: tuple[Condition, ...] = Field(min_length=1)
    attempt: Deeds = Field(alias="try")
    says: str


class Right(_Part):
    """What must hold, and what the learner is told then."""

    when: tuple[Condition, ...] = Field(min_length=1)
    says: str


class Solution(_Part):
    """An answer that is right, and why."""

    do: Deeds
    why: str


class Scene(_Part):
    """What is on record when the exercise begins.

    Attributes
    ----------
    at : datetime
        The moment of the story at which the clock stands; what came later is not on record.
    about : {'parcel', 'product'}
        Whether the views speak of the parcel, or of the product in it.
    faults : tuple of str, optional
        What was done wrong before; without it, what the case says.
    without : tuple of dict
        Lines of the record that are left out: each names a record, and fields with their values.
    record : tuple of dict
        Further lines, as in a records file.
    photos : tuple of str
        What photos on record show; the others of the case are left out.
    camera : tuple of str
        What photos show that lie in the folder of the exercise, for the learner to take in.
    """

    at: AwareDatetime
    about: Literal["parcel", "product"] = "parcel"
    faults: tuple[str, ...] | None = None
    without: tuple[dict[str, Any], ...] = ()
    record: tuple[dict[str, Any], ...] = ()
    photos: tuple[PhotoRole, ...] = ()
    camera: tuple[PhotoRole, ...] = ()


class Exercise(_Part):
    """One exercise. All that a person reads stands in text fields, so that a twin can say it in another language.

    Attributes
    ----------
    id, measure, case : str
        The case lends its parcel and, where the exercise tells none, its story.
    heading, task, story : str
    views : tuple of str
        The real views in which the learner works, from top to bottom.
    scene : Scene
    hints : tuple of str
        Each says more than the one before.
    wrong : tuple of Wrong
        The first one that fits is told.
    right : Right
    solution : Solution
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    measure: str
    case: str
    heading: str
    story: str = ""
    task: str
    views: tuple[View, ...] = Field(min_length=1)
    scene: Scene
    hints: tuple[str, ...] = Field(min_length=3)
    wrong: tuple[Wrong, ...] = Field(min_length=3)
    right: Right
    solution: Solution
