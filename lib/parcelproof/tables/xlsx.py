"""Read a spreadsheet through a confined child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.messages import N_, _
from parcelproof.tables.delimited import NUL_PROBLEM
from parcelproof.tables.table import Limits, RawRow

_CHILD = Path(__file__).with_name("xlsx_child.py")
_SPLIT = N_("Export a shorter period, or save the sheet as 'CSV UTF-8', and import again.")
_AGAIN = N_("Open it in your spreadsheet program, save the sheet as 'CSV UTF-8', and import that file.")

_ENDINGS: dict[str, tuple[str, str]] = {
    "not_a_spreadsheet": (N_("This is no Excel workbook (.xlsx)."), N_("Save it as .xlsx or as 'CSV UTF-8'.")),
    "encrypted": (
        N_("This workbook is protected by a password."),
        N_("Save it without a password and import it again."),
    ),
    "too_big": (N_("This workbook unpacks to far more data than an order table holds."), _SPLIT),
    "rows": (N_("This sheet has more rows or cells than the limit allows."), _SPLIT),
    "columns": (N_("This sheet has more columns than the limit allows."), _SPLIT),
    "memory": (N_("Reading this workbook takes too much memory or time."), _SPLIT),
    "empty": (N_("This workbook has no sheet with rows."), N_("Export it again from the platform.")),
    "entities": (N_("This workbook holds XML entities, which no spreadsheet program writes; it was not read."), _AGAIN),
    "broken": (N_("This workbook is damaged or is no Excel workbook."), _AGAIN),
    "no_defusedxml": (N_("The safe XML reader is missing, so no workbook is read."), N_("Install Parcelproof again.")),
}


def read_sheet(data: bytes, name: str, limits: Limits, known: Collection[str]) -> tuple[list[RawRow], str]:
    """Return the rows of the best sheet and its name.

    Parameters
    ----------
    data : bytes
        An XLSX file; never trusted.
    name : str
        File name, for errors.
    limits : Limits
    known : collection of str
        Column keys; the visible sheet that holds most of them is read.

    Raises
    ------
    InputError
        If the workbook is over a cap, damaged, or protected.
    """
    order = json.dumps({"limits": asdict(limits), "known": sorted(known)})
    environment = {
        **os.environ,
        "OPENPYXL_DEFUSEDXML": "True",
        "OPENPYXL_LXML": "False",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve address space that the limit counts
    }
    # -P keeps the folder of the script off the import path. A fork would inherit threads and locks of a notebook.
    command = [sys.executable, "-P", str(_CHILD), order]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=data, capture_output=True, timeout=limits.seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise _refusal("memory", "", name) from None
    lines = done.stdout.splitlines()
    ending = _last(lines)
    if ending is None:
        raise _refusal("memory", "", name)
    if ending["end"] != "ok":
        raise _refusal(ending["end"], ending["detail"], name)
    sheet = str(json.loads(lines[0])["sheet"])
    return [_raw(json.loads(line), limits) for line in lines[1:-1]], sheet


def _last(lines: list[bytes]) -> dict[str, str] | None:
    # A child that was stopped by a limit leaves no last line, or half of one.
    if not lines or not lines[-1].startswith(b'{"end"'):
        return None
    try:
        ending = json.loads(lines[-1])
    except ValueError:
        return None
    return {str(key): str(value) for key, value in ending.items()}


def _raw(line: tuple[int, list[str], bool], limits: Limits) -> RawRow:
    number, cells, too_long = line
    problem = (
        _("A cell of this row is longer than {count} characters.", count=f"{limits.cell_chars:,}") if too_long else ""
    )
    if any("\x00" in cell for cell in cells):
        problem = problem or _(NUL_PROBLEM)
    return RawRow(number, tuple(cell.replace("\x00", "\ufffd") for cell in cells), problem)


def _refusal(code: str, detail: str, name: str) -> InputError:
    what, mend = _ENDINGS.get(code, _ENDINGS["broken"])
    where = _("{file}, row {row}", file=name, row=f"{int(detail):,}") if detail.isdigit() else name
    return InputError(_(what), where=where, mend=_(mend))
