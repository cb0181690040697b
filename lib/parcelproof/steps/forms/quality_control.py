"""Measure 1: quality control before dispatch."""

from __future__ import annotations

from parcelproof.errors import InputError
from parcelproof.ledger.records import Inspection, Record
from parcelproof.messages import N_, _
from parcelproof.steps.advice.quality_control import advise
from parcelproof.steps.field import Field
from parcelproof.steps.form import Context, Form, Values, parse_count, parse_moment, text

LEVELS = tuple((x, x) for x in ("II", "I", "III", "S-1", "S-2", "S-3", "S-4"))
AQLS = tuple(
    (x, x)
    for x in ("0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5",
              "4.0", "6.5")
)  # fmt: skip
SEVERITIES = ((N_("Normal"), "normal"), (N_("Tightened"), "tightened"), (N_("Reduced"), "reduced"))
VERDICTS = (
    (N_("Lot accepted"), "accepted"),
    (N_("Lot rejected"), "rejected"),
    (N_("Mended, then accepted"), "reworked"),
)

PARTS = (
    Field("lot", N_("How many pieces are in the lot"), "count", required=True, example="1",
          help=N_("The lot is what you check together. For one piece write 1: then look, switch on, photograph.")),
    Field("level", N_("Inspection level"), "choice", choices=LEVELS,
          help=N_("II is usual. Needed for more than one piece.")),
    Field("aql", N_("AQL for major defects"), "choice", choices=AQLS, help=N_("2.5 is usual in trade.")),
    Field("severity", N_("Severity"), "choice", choices=SEVERITIES,
          help=N_("Normal, until the results say otherwise.")),
    Field("checked", N_("How many pieces you checked"), "count", required=True, example="1"),
    Field("critical", N_("Pieces with a critical defect"), "count", required=True, example="0",
          help=N_("Unsafe, or against the law.")),
    Field("major", N_("Pieces with a major defect"), "count", required=True, example="0",
          help=N_("Cannot be used, or a buyer would send it back.")),
    Field("minor", N_("Pieces with a minor defect"), "count", required=True, example="0",
          help=N_("Has little effect on use.")),
    Field("appearance", N_("Is the appearance in order?"), "yesno", required=True),
    Field("function", N_("Does it work? Did you switch it on?"), "yesno",
          help=N_("Leave it open if there is no function.")),
    Field("verdict", N_("Result"), "choice", required=True, choices=VERDICTS),
    Field("serials", N_("Serial numbers"), help=N_("Of the pieces in this parcel, with ; between them.")),
    Field("inspector", N_("Who looked"), required=True),
    Field("at", N_("When"), "time", required=True, example="2026-10-02 15:40"),
    Field("notes", N_("Notes"), "long"),
)  # fmt: skip


def build(values: Values, context: Context) -> list[Record]:
    """Turn the form into one inspection record."""
    lot, checked = parse_count(text(values, "lot")), parse_count(text(values, "checked"))
    if lot < 1:
        raise InputError(_("The lot has no piece."), where="lot", mend=_("Write 1 or more."))
    if checked > lot:
        raise InputError(_("You cannot check more pieces than the lot has."), where="checked")
    critical, major, minor = (parse_count(text(values, name)) for name in ("critical", "major", "minor"))
    if critical + major + minor > checked:
        raise InputError(
            _("There are more pieces with defects than pieces checked."), where="major",
            mend=_("Count one piece once, at its worst defect."),
        )  # fmt: skip
    if text(values, "verdict") == "accepted" and critical:
        raise InputError(_("A lot with a critical defect cannot be accepted."), where="verdict")
    function = text(values, "function")
    return [
        Inspection(
            stage="quality_control",
            claimed_at=parse_moment(text(values, "at"), context.zone),
            inspector=text(values, "inspector"),
            units_checked=checked,
            lot_size=lot,
            plan=plan_text(values),
            critical=critical,
            major=major,
            minor=minor,
            appearance_ok=text(values, "appearance") == "yes",
            function_ok=None if not function else function == "yes",
            verdict=text(values, "verdict"),
            serials=tuple(s.strip() for s in text(values, "serials").replace(",", ";").split(";") if s.strip()),
            notes=text(values, "notes"),
        )
    ]


def plan_text(values: Values) -> str:
    """Return the chosen plan in the words of the standard, or "every piece" for a lot of one."""
    if text(values, "lot") in ("", "1") or not text(values, "level") or not text(values, "aql"):
        return "every piece"
    severity = text(values, "severity") or "normal"
    return f"ISO 2859-1 single, {severity}, level {text(values, 'level')}, AQL {text(values, 'aql')}"


def start(context: Context) -> Values:
    """Fill in what is on record, else what is usual."""
    known = next((i for i in context.shipment.inspections if i.stage == "quality_control"), None)
    if known:
        return _of_record(known)
    pieces = sum(item.quantity for item in context.shipment.items)
    return {
        "lot": str(pieces or 1), "checked": str(pieces or 1), "critical": "0", "major": "0", "minor": "0",
        "level": "II", "aql": "2.5", "severity": "normal", "at": f"{context.now:%Y-%m-%d %H:%M}",
    }  # fmt: skip


def _of_record(known: Inspection) -> Values:
    words = known.plan.replace("ISO 2859-1 single, ", "").split(", ")
    plan = (
        dict(zip(("severity", "level", "aql"), (w.split()[-1] for w in words), strict=True)) if len(words) == 3 else {}
    )
    yes_no = {True: "yes", False: "no", None: ""}
    return {
        **plan, "lot": str(known.lot_size), "checked": str(known.units_checked), "critical": str(known.critical),
        "major": str(known.major), "minor": str(known.minor), "appearance": yes_no[known.appearance_ok],
        "function": yes_no[known.function_ok], "verdict": known.verdict, "serials": "; ".join(known.serials),
        "inspector": known.inspector, "notes": known.notes,
        "at": known.claimed_at.isoformat(sep=" ", timespec="minutes") if known.claimed_at else "",
    }  # fmt: skip


QUALITY_CONTROL = Form("delivery.quality_control", PARTS, build, start, advise)
