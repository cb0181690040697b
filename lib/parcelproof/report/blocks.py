"""The typed blocks that a report is made of.

HTML, PDF, notebook and packet are drawn from the same blocks. A block is plain data: it goes through
JSON and back unchanged, and holds no markup. Every string may come from a stranger.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Tone = Literal["plain", "good", "note", "warn", "bad", "unknown"]


def _whole(value: object) -> object:
    # Half of a surrogate pair is no character: JSON, HTML and PDF cannot hold it.
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


Text = Annotated[str, BeforeValidator(_whole)]
RelativeLink = Annotated[str, Field(pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*)?$")]


class Part(BaseModel):
    """Base of everything in a report: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Badge(Part):
    """A short state in words; the tone adds colour and sign, never meaning of its own."""

    text: Text
    tone: Tone = "plain"


class Heading(Part):
    """A heading inside a section."""

    kind: Literal["heading"] = "heading"
    text: Text


class Paragraph(Part):
    """Running text."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text
    tone: Tone = "plain"


class Fact(Part):
    """One label with its value. ``mono`` is for hashes and numbers that are compared sign by sign."""

    label: Text
    value: Text
    note: Text = ""
    tone: Tone = "plain"
    mono: bool = False


class KeyValues(Part):
    """A list of facts."""

    kind: Literal["key_values"] = "key_values"
    rows: tuple[Fact, ...]


class Column(Part):
    """The head of a table column.

    ``width`` is a share of the page, used for paper; the cells of a ``tight`` column stay on one line on screens.
    """

    title: Text
    align: Literal["start", "end"] = "start"
    width: int = 1
    tight: bool = False


class Cell(Part):
    """One table cell. ``small`` is a second, quieter line."""

    text: Text
    small: Text = ""
    tone: Tone = "plain"
    badge: bool = False
    mono: bool = False
    href: RelativeLink = ""


class Table(Part):
    """Rows under columns; every row has as many cells as there are columns."""

    kind: Literal["table"] = "table"
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class View(Part):
    """One order of the same rows; a reader switches between views without script."""

    title: Text
    table: Table


class Views(Part):
    """Several orders of one table; paper shows the first."""

    kind: Literal["views"] = "views"
    views: tuple[View, ...]


class Check(Part):
    """One checklist question with its answer."""

    question: Text
    answer: Text
    tone: Tone = "plain"
    note: Text = ""


class Checklist(Part):
    """The answers of one measure."""

    kind: Literal["checklist"] = "checklist"
    items: tuple[Check, ...]


class Advice(Part):
    """One finding as people read it."""

    level: Text
    tone: Tone
    title: Text
    measure: Text = ""
    why: Text = ""
    fix: Text = ""
    proof: Text = ""
    sources: tuple[Text, ...] = ()


class FindingList(Part):
    """Findings, most serious first. ``brief`` leaves out why, proof and source."""

    kind: Literal["findings"] = "findings"
    items: tuple[Advice, ...]
    brief: bool = False


class Against(Part):
    """One thing on record that proves the buyer right: which measure found it, what, why, and how to mend it."""

    title: Text
    measure: Text = ""
    why: Text = ""
    fix: Text = ""


class Reason(Part):
    """How well one dispute reason could be answered today; ``later`` names what nobody can have yet.

    ``have`` and ``lack`` are what is required; ``more`` counts helpful things on record. ``settle`` says what to do
    about everything that speaks ``against`` the seller.
    """

    title: Text
    state: Badge
    sentence: Text
    missing: Text = ""
    have: tuple[Text, ...] = ()
    more: int = 0
    lack: tuple[Text, ...] = ()
    later: tuple[Text, ...] = ()
    against: tuple[Against, ...] = ()
    settle: Text = ""


class ReasonList(Part):
    """Readiness per dispute reason."""

    kind: Literal["reasons"] = "reasons"
    items: tuple[Reason, ...]


class Picture(Part):
    """A small JPEG with its caption lines; ``sha256`` is the hash of the untouched original."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    jpeg: bytes
    title: Text
    alt: Text
    lines: tuple[Text, ...] = ()


class Pictures(Part):
    """Photos as thumbnails."""

    kind: Literal["pictures"] = "pictures"
    items: tuple[Picture, ...]


class Mark(Part):
    """One scan on the timeline."""

    time: AwareDatetime
    phase: Text
    label: Text
    important: bool = False


class Silence(Part):
    """A stretch without a scan."""

    start: AwareDatetime
    end: AwareDatetime
    label: Text


class Timeline(Part):
    """The way of the parcel as a picture; a table with the same scans always stands beside it."""

    kind: Literal["timeline"] = "timeline"
    marks: tuple[Mark, ...]
    silences: tuple[Silence, ...] = ()
    promised_from: AwareDatetime | None = None
    promised_by: AwareDatetime | None = None
    until: AwareDatetime | None = None
    """The time of the report, if the parcel is still on its way."""
    alt: Text


class OcCurve(Part):
    """How often a lot passes under a sampling plan, as a picture; drawn from the plan that it names."""

    kind: Literal["oc_curve"] = "oc_curve"
    lot: int
    level: Text
    aql: Text
    severity: Text
    alt: Text


class SurvivalCurve(Part):
    """One lane: after so many days, which share of its parcels is not delivered."""

    title: Text
    days: tuple[int, ...]
    shares: tuple[float, ...]


class Survival(Part):
    """How long parcels stay undelivered, as a picture; a table of the lanes always stands beside it."""

    kind: Literal["survival"] = "survival"
    title: Text
    curves: tuple[SurvivalCurve, ...]
    alt: Text


class Letter(Part):
    """One message, word for word."""

    sender: Text
    when: Text
    channel: Text
    text: Text
    outgoing: bool = False


class Messages(Part):
    """Messages, oldest first."""

    kind: Literal["messages"] = "messages"
    items: tuple[Letter, ...]


Block = Annotated[
    Heading | Paragraph | KeyValues | Table | Views | Checklist | FindingList | ReasonList | Pictures | Timeline
    | OcCurve | Survival | Messages,
    Field(discriminator="kind"),
]  # fmt: skip
