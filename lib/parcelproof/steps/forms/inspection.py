"""Measure 10: one unit of one product, step by step of its test plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parcelproof.errors import InputError
from parcelproof.ledger.records import Photo, Record, UnitInspection, UnitTest
from parcelproof.messages import N_, _
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

RESULTS = ((N_("Passed"), "passed"), (N_("Failed"), "failed"), (N_("Not tested"), "not_tested"))
VERDICTS = ((N_("Passed"), "passed"), (N_("Mended, then passed"), "reworked"), (N_("Set aside"), "set_aside"))
EXAMPLES = {
    "appearance": N_("No scratch, print sharp."), "function": N_("Starts at once, 61 W on the meter."),
    "identity": N_("NV-65-C on the unit, black."), "parts": N_("Charger, cable and manual."),
    "safety": N_("Nothing loose, no smell."),
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
    imei = Field("imei", N_("IMEI"), example="490154203237518", help=N_("Dial *#06#. Two numbers with ; between them."))
    return (
        Field("serial", N_("Serial number"), section=N_("This unit"), example="NV65-220714",
              help=N_("Read it from the unit and not from the box. Without one, give the unit a number of your own.")),
        Field("number", N_("Your own number"), example="12", help=N_("Only for a unit without a serial number.")),
        *((imei,) if mobile else ()),
        Field("inspector", N_("Who looks"), required=True, example="Lin Mei"),
        Field("at", N_("When"), "time", required=True, example="2026-10-02 15:40"),
        Field(PLAN, N_("Test plan"), "choice", required=True, choices=tuple((plan.title, plan.id) for plan in plans),
              help=N_("It decides what is asked below. Choose another one, and the questions change.")),
        Field("lot", N_("Lot"), section=N_("The lot it was drawn from"), example="HY-20260618, carton 3",
              help=N_("Leave this part empty if you inspect every unit that you sell.")),
        Field("lot_size", N_("Pieces in the lot"), "count", example="200"),
        Field("level", N_("Inspection level"), "choice", choices=LEVELS, help=N_("As on the page of quality control.")),
        Field("aql", N_("AQL"), "choice", choices=AQLS,
              help=N_("The page then says how many units of the lot to inspect.")),
    )  # fmt: skip


def _step_fields(questions: UnitQuestions) -> list[Field]:
    fields = []
    photos = tuple((_photo_name(photo), photo.sha256) for photo in questions.photos[:MAX_PHOTOS])
    for number, planned in enumerate(questions.steps, 1):
        step = planned.step
        sure = planned.applies == "yes"
        words = _("{do} Right is: {see}", do=step.do, see=step.see) if sure else _(
            "{do} Right is: {see} {question} If not, leave it open.",
            do=step.do, see=step.see, question=planned.question,
        )  # fmt: skip
        place = _("Step {number} of {count}: {title}", number=number, count=len(questions.steps), title=step.title)
        saw = _("What you saw, step {number}", number=number)
        fields.append(
            Field(RESULT + step.id, _("Result, step {number}", number=number), "choice", required=sure, choices=RESULTS,
                  section=place, help=words)
        )  # fmt: skip
        fields.append(Field(NOTE + step.id, saw, example=EXAMPLES[step.kind]))
        if step.evidence != "none":
            shows = step.shoot or ROLE[step.role]
            fields.append(
                Field(
                    PHOTO + step.id,
                    _("Photo, step {number}", number=number),
                    "choice",
                    choices=photos,
                    help=_("It shows: {what}", what=shows),
                )
            )
        if step.evidence == "video":
            video = _("Video, step {number}", number=number)
            fields.append(Field(VIDEO + step.id, video, example="videos/NV65-220714.mp4",
                                help=N_("Where it lies. A photo may stand for it: banks take no video.")))  # fmt: skip
    return fields


def _photo_name(photo: Photo) -> str:
    when = f"{photo.claimed_at:%Y-%m-%d %H:%M}" if photo.claimed_at else _("no time")
    shown = f" · {photo.barcodes[0][:30]}" if photo.barcodes else ""
    return f"{ROLE[photo.role]} · {when}{shown} · {photo.sha256[:8]}"


def _box_fields(parts: Sequence[str]) -> list[Field]:
    fields = [
        Field(
            f"{PART}{number}",
            _("In the box: {part}", part=part[:80]),
            "yesno",
            required=True,
            section=N_("The box list"),
        )
        for number, part in enumerate(parts[:MAX_PARTS])
    ]
    section = "" if fields else N_("The box list")
    example = N_("USB-C cable; manual")
    missing = N_("The product has no box list yet: state it on the page of the description.")
    what = N_("What else is not in the box")
    return [*fields, Field("missing", what, section=section, help="" if fields else missing,
                           example=example)]  # fmt: skip


def _foot() -> tuple[Field, ...]:
    return (
        Field(
            "verdict", N_("Result of this unit"), "choice", required=True, choices=VERDICTS, section=N_("The result")
        ),
        Field("reason", N_("Why"), "long", help=N_("For a unit that is set aside or was mended: what was wrong.")),
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
            _("This unit has no number yet."), where="serial", mend=_("Enter its serial number, or one of your own.")
        )
    for one in imeis_of(values):
        if (answer := check_imei(one)).state == "wrong":
            what = _("The IMEI {number} cannot be right.", number=answer.number)
            raise InputError(what, where="imei", mend=answer.reason)
    tests = tuple(filter(None, (_test(values, planned) for planned in questions.steps)))
    missing, verdict = missing_parts(values, questions.parts), text(values, "verdict")
    failed = [p.step.title for p in questions.steps if text(values, RESULT + p.step.id) == "failed"]
    if verdict == "passed" and (failed or missing):
        raise InputError(
            _("This unit cannot pass: a step failed ({step}).", step=failed[0]) if failed
            else _("This unit cannot pass: a part is missing ({part}).", part=missing[0]),
            where="verdict",
            mend=_("Set it aside; or mend it, and choose 'Mended, then passed'."),
        )  # fmt: skip
    if verdict != "passed" and not text(values, "reason"):
        raise InputError(_("The reason is empty."), where="reason", mend=_("Write in a few words what was wrong."))
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
