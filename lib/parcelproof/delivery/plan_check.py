"""Answer "how many pieces do I look at?" for one row: inspection plans from the shell."""

from __future__ import annotations

from collections.abc import Mapping

from parcelproof.delivery.sampling import read_aql, read_lot, sampling_plan
from parcelproof.messages import _


def answer_plan(row: Mapping[str, str]) -> dict[str, str | int | bool]:
    """Answer one row from the shell.

    Parameters
    ----------
    row : mapping
        ``lot``; ``level``, ``aql`` and ``severity`` may be missing, then they are II, 2.5 and normal.

    Returns
    -------
    dict
        ``code_letter``, ``table_letter`` (after arrows), ``sample_size``, ``accept``, ``reject``, ``inspect_all``;
        ``note`` where more is to say.

    Raises
    ------
    InputError
        If a value cannot be read.
    """
    plan = sampling_plan(
        read_lot(row["lot"]), row.get("level") or "II", read_aql(row.get("aql") or "2.5"),
        row.get("severity") or "normal",
    )  # fmt: skip
    answer: dict[str, str | int | bool] = {
        "code_letter": plan.code_letter, "table_letter": plan.table_letter, "sample_size": plan.sample_size,
        "accept": plan.accept, "reject": plan.reject, "inspect_all": plan.inspect_all,
    }  # fmt: skip
    if plan.lot == 1:
        answer["note"] = _("One piece: look at it, switch it on, photograph it.")
    elif plan.inspect_all:
        answer["note"] = _("The table asks for {count} pieces, so look at every piece.", count=plan.table_size)
    elif plan.follows_arrow:
        letter = plan.table_letter
        answer["note"] = _("The table has an arrow here; it leads to the plan of letter {letter}.", letter=letter)
    return answer
