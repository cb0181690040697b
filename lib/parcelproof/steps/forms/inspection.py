"""Measure 10: one unit of one product, step by step of its test plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.ledger.records import Photo, Record, UnitInspection, UnitTest
from parcelproof.playbook.test_plans import TestPlan
from parcelproof.product.identifiers import check_imei, clean_serial
from parcelproof.product.test_plans import PlannedStep
from parcelproof.report.words import ROLE
from parcelproof.steps.advice.inspection import advise
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_count, parse_moment, text
from parcelproof.steps.forms.quality_control import AQLS, LEVELS

PAGE = "product.inspection"
PLAN = "test_plan"
RESULT, NOTE, PHOTO, VIDEO, PART = "r_", "n_", "p_", "v_", "part_"
"""Names of the fields of a step, or of a part of the box list, begin like this."""

RESULTS = (("Passed", "passed"), ("Failed", "failed"), ("Not tested", "not_tested"))
VERDICTS = (("Passed", "passed"), ("Mended, then passed", "reworked"), ("Set aside", "set_aside"))
EXAMPLES = {
    "appearance": "No scratch, print sharp.", "function": "Starts at once, 61 W on the meter.",
    "identity": "NV-65-C on the unit, black.", "parts": "Charger, cable and manual.",
    "safety": "Nothing loose, no smell.",
}  # fmt: skip
MAX_PHOTOS = 60
MAX_PARTS = 20
KEPT = ("inspector", "lot", "lot_size", "level", "aql", PLAN)
"""What the next unit takes over from the one before."""

_DIGITS = re.compile(r"[;,\s]+")


@dataclass(frozen=True)
class UnitQuestions:
    """What the form of one unit asks.

    Attributes
    ----------
    plan : TestPlan
    steps : tuple of PlannedStep
        Those that apply, or may apply.
    parts : tuple of str
        The box list.
    photos : tuple of Photo
        On record for the product, the newest first.
    elsewhere : callable
        Serial number → orders in which it stands already.
    """

    plan: TestPlan
    steps: tuple[PlannedStep, ...]
    parts: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    elsewhere: Callable[[str], tuple[str, ...]] = lambda _serial: ()


def inspection_form(page: str, questions: UnitQuestions, plans: Sequence[TestPlan], before: Values) -> Form:
    """Return the form of one unit.

    Parameters
    ----------
    page : str
        Names this unit: each has a draft of its own.
    questions : UnitQuestions
    plans : sequence of TestPlan
        To choose from.
    before : dict
        What the unit before leaves to this one.
    """
    parts = (*_head(questions, plans), *_step_fields(questions), *_box_fields(questions.parts), *_foot())

    def build(values: Values, context: Context) -> list[Record]:
        return [unit_of(values, context, questions)]

    def start(context: Context) -> Values:
        return {**before, PLAN: questions.plan.id, "at": f"{context.now:%Y-%m-%d %H:%M}"}

    return Form(page, parts, build, start, lambda values, context: advise(values, context, questions))


def _head(questions: UnitQuestions, plans: Sequence[TestPlan]) -> tuple[Field, ...]:
    mobile = any(step.step.id == "imei" for step in questions.steps)
    imei = Field("imei", "IMEI", example="490154203237518", help="Dial *#06#. Two numbers with ; between them.")
    return (
        Field("serial", "Serial number", section="This unit", example="NV65-220714",
              help="Read it from the unit and not from the box. Without one, give the unit a number of your own."),
        Field("number", "Your own number", example="12", help="Only for a unit without a serial number."),
        *((imei,) if mobile else ()),
        Field("inspector", "Who looks", required=True, example="Lin Mei"),
        Field("at", "When", "time", required=True, example="2026-10-02 15:40"),
        Field(PLAN, "Test plan", "choice", required=True, choices=tuple((plan.title, plan.id) for plan in plans),
              help="It decides what is asked below. Choose another one, and the questions change."),
        Field("lot", "Lot", section="The lot it was drawn from", example="HY-20260618, carton 3",
              help="Leave this part empty if you inspect every unit that you sell."),
        Field("lot_size", "Pieces in the lot", "count", example="200"),
        Field("level", "Inspection level", "choice", choices=LEVELS, help="As on the page of quality control."),
        Field("aql", "AQL", "choice", choices=AQLS, help="The page then says how many units of the lot to inspect."),
    )  # fmt: skip


def _step_fields(questions: UnitQuestions) -> list[Field]:
    fields = []
    photos = tuple((_photo_name(photo), photo.sha256) for photo in questions.photos[:MAX_PHOTOS])
    for number, planned in enumerate(questions.steps, 1):
        step = planned.step
        sure = planned.applies == "yes"
        asked = "" if sure else f" {planned.question} If not, leave it open."
        fields.append(
            Field(RESULT + step.id, f"Result, step {number}", "choice", required=sure, choices=RESULTS,
                  section=f"Step {number} of {len(questions.steps)}: {step.title}",
                  help=f"{step.do} Right is: {step.see}{asked}")
        )  # fmt: skip
        fields.append(Field(NOTE + step.id, f"What you saw, step {number}", example=EXAMPLES[step.kind]))
        if step.evidence != "none":
            shows = step.shoot or ROLE[step.role]
            fields.append(
                Field(PHOTO + step.id, f"Photo, step {number}", "choice", choices=photos, help=f"It shows: {shows}")
            )
        if step.evidence == "video":
            fields.append(Field(VIDEO + step.id, f"Video, step {number}", example="videos/NV65-220714.mp4",
                                help="Where it lies. A photo may stand for it: banks take no video."))  # fmt: skip
    return fields


def _photo_name(photo: Photo) -> str:
    when = f"{photo.claimed_at:%Y-%m-%d %H:%M}" if photo.claimed_at else "no time"
    shown = f" · {photo.barcodes[0][:30]}" if photo.barcodes else ""
    return f"{ROLE[photo.role]} · {when}{shown} · {photo.sha256[:8]}"


def _box_fields(parts: Sequence[str]) -> list[Field]:
    fields = [
        Field(f"{PART}{number}", f"In the box: {part[:80]}", "yesno", required=True, section="The box list")
        for number, part in enumerate(parts[:MAX_PARTS])
    ]
    section = "" if fields else "The box list"
    words = "" if fields else "The product has no box list yet: state it on the page of the description."
    return [*fields, Field("missing", "What else is not in the box", section=section, help=words,
                           example="USB-C cable; manual")]  # fmt: skip


def _foot() -> tuple[Field, ...]:
    return (
        Field("verdict", "Result of this unit", "choice", required=True, choices=VERDICTS, section="The result"),
        Field("reason", "Why", "long", help="For a unit that is set aside or was mended: what was wrong."),
    )


def missing_parts(values: Values, parts: Sequence[str]) -> tuple[str, ...]:
    """Return what is not in the box: parts answered with no, and what was written."""
    gone = [part for number, part in enumerate(parts[:MAX_PARTS]) if text(values, f"{PART}{number}") == "no"]
    return tuple(dict.fromkeys([*gone, *(p.strip() for p in text(values, "missing").split(";") if p.strip())]))


def imeis_of(values: Values) -> tuple[str, ...]:
    """Return the IMEI numbers as typed."""
    return tuple(part for part in _DIGITS.split(text(values, "imei")) if part)


def unit_of(values: Values, context: Context, questions: UnitQuestions) -> UnitInspection:
    """Turn the form into the record of one unit.

    Raises
    ------
    InputError
        If the unit has no number, a number cannot be right, or the result does not follow from the steps.
    """
    serial, number = clean_serial(text(values, "serial")), text(values, "number")
    if not serial and not number:
        raise InputError(
            "This unit has no number yet.", where="serial", mend="Enter its serial number, or one of your own."
        )
    for one in imeis_of(values):
        if (answer := check_imei(one)).state == "wrong":
            raise InputError(f"The IMEI {answer.number} cannot be right.", where="imei", mend=answer.reason)
    tests = tuple(filter(None, (_test(values, planned) for planned in questions.steps)))
    missing, verdict = missing_parts(values, questions.parts), text(values, "verdict")
    failed = [p.step.title for p in questions.steps if text(values, RESULT + p.step.id) == "failed"]
    if verdict == "passed" and (failed or missing):
        what = f"a step failed ({failed[0]})" if failed else f"a part is missing ({missing[0]})"
        raise InputError(
            f"This unit cannot pass: {what}.", where="verdict",
            mend="Set it aside; or mend it, and choose 'Mended, then passed'.",
        )  # fmt: skip
    if verdict != "passed" and not text(values, "reason"):
        raise InputError("The reason is empty.", where="reason", mend="Write in a few words what was wrong.")
    lot, plan = lot_words(values)
    return UnitInspection(
        claimed_at=parse_moment(text(values, "at"), context.zone), serial=serial, number=number,
        imei=imeis_of(values), inspector=text(values, "inspector"), test_plan=questions.plan.id, tests=tests,
        missing_parts=missing, verdict=verdict, reason=text(values, "reason"), lot=lot, plan=plan,
    )  # fmt: skip


def lot_words(values: Values) -> tuple[str, str]:
    """Return lot and plan in the words in which the checks read them; both empty without a lot."""
    name, size = text(values, "lot"), text(values, "lot_size")
    if not name:
        return "", ""
    lot = f"{name}, {parse_count(size)} pieces" if size else name
    level, aql = text(values, "level"), text(values, "aql")
    return lot, f"level {level}, AQL {aql}, normal" if level and aql else ""


def _test(values: Values, planned: PlannedStep) -> UnitTest | None:
    name = planned.step.id
    result = text(values, RESULT + name)
    if not result:
        return None
    photo = text(values, PHOTO + name)
    return UnitTest(
        test=name, result=result, note=text(values, NOTE + name), evidence=(photo,) if photo else (),
        reference=text(values, VIDEO + name),
    )  # fmt: skip
