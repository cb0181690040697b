"""Answer "how may this battery travel?" for one row: the battery rules from the shell."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from parcelproof.delivery.battery import classify_battery
from parcelproof.delivery.battery_facts import BatteryFacts, Chemistry, Configuration, Mode
from parcelproof.errors import InputError, nearest
from parcelproof.messages import _, sentences

T = TypeVar("T", bound=str)

_CHEMISTRY: dict[str, Chemistry] = {
    "ion": "ion", "lithium ion": "ion", "li ion": "ion", "lithium polymer": "ion", "li po": "ion", "lipo": "ion",
    "polymer": "ion", "metal": "metal", "lithium metal": "metal", "li metal": "metal",
}  # fmt: skip
_CONFIGURATION: dict[str, Configuration] = {
    "alone": "alone", "loose": "alone", "power bank": "power_bank", "powerbank": "power_bank",
    "with": "with", "with equipment": "with", "packed with equipment": "with",
    "in": "in", "in equipment": "in", "contained in equipment": "in",
}  # fmt: skip
_MODE: dict[str, Mode] = {
    "air": "air", "sea": "sea", "ocean": "sea", "road": "road", "truck": "road", "post": "post", "mail": "post",
}  # fmt: skip


def answer_battery(row: Mapping[str, str]) -> dict[str, str]:
    """Say how the batteries of one row may travel.

    Parameters
    ----------
    row : mapping
        ``chemistry``, ``configuration``; ``wh_cell``, ``wh_battery``, ``lithium_g``, ``count``, ``mode``. An empty
        place is not known. Without ``mode`` the battery is judged for the air, which is the strictest.

    Returns
    -------
    dict
        ``un``, ``packing_instruction``, ``section``, ``mark``, ``trained_shipper``, ``note``.

    Raises
    ------
    InputError
        If a value cannot be read.
    """
    facts = BatteryFacts(
        chemistry=_word(row, "chemistry", _CHEMISTRY),
        configuration=_word(row, "configuration", _CONFIGURATION),
        wh_cell=_number(row, "wh_cell", "wh"),
        wh_battery=_number(row, "wh_battery", "wh"),
        lithium_g=_number(row, "lithium_g", "g"),
        count=_count(row),
        mode=_word(row, "mode", _MODE) or "air",
    )
    answer = classify_battery(facts)
    note = sentences(*answer.problems, *answer.missing)
    if answer.trained_shipper == "yes":
        note = sentences(_("Needs a trained shipper of dangerous goods."), note)
    return {
        "un": answer.un, "packing_instruction": answer.packing_instruction, "section": answer.section,
        "mark": answer.mark, "trained_shipper": answer.trained_shipper, "note": note,
    }  # fmt: skip


def _word(row: Mapping[str, str], column: str, known: Mapping[str, T]) -> T | None:
    text = " ".join(row.get(column, "").lower().replace("-", " ").replace("_", " ").split())
    if not text or text == "unknown":
        return None
    if text not in known:
        words = ", ".join(dict.fromkeys(known.values()))
        raise InputError(
            _("This {column} is not known.", column=column),
            where=column,
            mend=sentences(_("Write one of {names}.", names=words), nearest(text, known)),
        )
    return known[text]


def _number(row: Mapping[str, str], column: str, unit: str) -> Decimal | None:
    text = row.get(column, "").strip().lower().removesuffix(unit).strip().replace(",", ".")
    if not text or text == "unknown":
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 < value < 10**6:
        mend = _("Write a number above zero, in {unit}.", unit=unit)
        raise InputError(_("This number cannot be read."), where=column, mend=mend)
    return value


def _count(row: Mapping[str, str]) -> int | None:
    text = row.get("count", "").strip()
    if not text or text.lower() == "unknown":
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < len(text) < 7 or int(text) == 0:
        raise InputError(_("This count cannot be read."), where="count", mend=_("Write how many batteries, like 2."))
    return int(text)
