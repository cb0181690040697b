"""Reads ``playbook/evidence``: what a dispute desk asks for, for which reason, in which form."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from parcelproof.errors import nearest
from parcelproof.language import FALLBACK
from parcelproof.messages import _
from parcelproof.playbook.csvfile import read_rows
from parcelproof.playbook.evidence_types import Cell, EvidenceItem, FieldMapping, Limit, PlatformCell, Reason
from parcelproof.playbook.mistakes import Mistakes, line_of
from parcelproof.playbook.model import Check
from parcelproof.playbook.twins import read_in_language
from parcelproof.playbook.yamlfile import Place

Row = TypeVar("Row", bound=BaseModel)


class Named(NamedTuple, Generic[Row]):
    """A thing of a YAML list, with the line of each of its parts."""

    row: Row
    lines: Mapping[Place, int]


@dataclass(frozen=True)
class EvidenceBook:
    """Dispute reasons against evidence items.

    Attributes
    ----------
    items, reasons : mapping by id, in the order of the file
    cells : mapping of (reason, item) to Cell
    platform_cells, limits, fields : tuples of rows
    enums : mapping
        Evidence types and reasons that each platform knows.
    reason_lines : mapping by id of the reason
        Line of each part of a reason in its file, for mistakes that only the whole playbook shows.
    """

    items: Mapping[str, EvidenceItem] = field(default_factory=dict)
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    platform_cells: tuple[PlatformCell, ...] = ()
    limits: tuple[Limit, ...] = ()
    fields: tuple[FieldMapping, ...] = ()
    enums: Mapping[str, object] = field(default_factory=dict)
    reason_lines: Mapping[str, Mapping[Place, int]] = field(default_factory=dict, repr=False, compare=False)

    def cells_of(self, reason: str) -> tuple[Cell, ...]:
        """Return the cells of one reason, in the order of the items."""
        return tuple(self.cells[reason, item] for item in self.items if (reason, item) in self.cells)


def read_evidence(folder: Path, language: str, mistakes: Mistakes) -> EvidenceBook:
    """Read the whole folder; mistakes are noted."""
    items = read_named(folder / "items.yaml", "items", EvidenceItem, mistakes, language)
    reasons_file = folder / "reasons.yaml"
    reasons = read_named(reasons_file, "reasons", Reason, mistakes, language)
    for reason, lines in reasons.values():
        for number, item in enumerate(reason.decides):
            _known(item, items, reasons_file, line_of(lines, ("decides", number)) or 1, mistakes)
    cells = _cells(folder / "matrix.csv", items, reasons, mistakes)
    platform_cells = read_rows(folder / "matrix_by_platform.csv", PlatformCell, mistakes)
    for line, cell in platform_cells:
        _known(cell.item, items, folder / "matrix_by_platform.csv", line, mistakes)
        _known(cell.reason, reasons, folder / "matrix_by_platform.csv", line, mistakes)
    fields = read_rows(folder / "field_map.csv", FieldMapping, mistakes)
    for line, row in fields:
        _known(row.item, items, folder / "field_map.csv", line, mistakes)
    return EvidenceBook(
        items={name: item for name, (item, _) in items.items()},
        reasons={name: reason for name, (reason, _) in reasons.items()},
        cells=cells,
        platform_cells=tuple(cell for _, cell in platform_cells),
        limits=tuple(row for _, row in read_rows(folder / "limits.csv", Limit, mistakes)),
        fields=tuple(row for _, row in fields),
        enums=_enums(folder / "enums.json", mistakes),
        reason_lines={name: lines for name, (_, lines) in reasons.items()},
    )


def check_against(
    book: EvidenceBook, checks: Mapping[str, Check], attributes: Collection[str], path: Path, mistakes: Mistakes
) -> None:
    """Note every check, code and attribute that a reason names and the playbook does not have.

    Parameters
    ----------
    book : EvidenceBook
    checks : mapping of str to Check
        All checks of all stages, by id.
    attributes : collection of str
        What a finding can be about.
    path : Path
        The file of the reasons.
    mistakes : Mistakes
    """
    for reason in book.reasons.values():
        lines = book.reason_lines[reason.id]
        for number, one in enumerate(reason.against):
            line = line_of(lines, ("against", number, "check")) or 1
            if not _known(one.check, checks, path, line, mistakes) or one.check not in checks:
                continue
            for place, code in enumerate(one.codes):
                at = line_of(lines, ("against", number, "codes", place)) or line
                _known(code, checks[one.check].messages, path, at, mistakes)
            for place, name in enumerate(one.about):
                _known(name, attributes, path, line_of(lines, ("against", number, "about", place)) or line, mistakes)


def _cells(
    path: Path,
    items: Mapping[str, Named[EvidenceItem]],
    reasons: Mapping[str, Named[Reason]],
    mistakes: Mistakes,
) -> dict[tuple[str, str], Cell]:
    cells: dict[tuple[str, str], Cell] = {}
    for line, cell in read_rows(path, Cell, mistakes):
        if not _known(cell.item, items, path, line, mistakes) or not _known(cell.reason, reasons, path, line, mistakes):
            continue
        if (cell.reason, cell.item) in cells:
            mistakes.add(
                path, line, _("There are two rows for '{reason}' and '{item}'.", reason=cell.reason, item=cell.item)
            )
        if cell.level == "required" and cell.confidence == "inference":
            mistakes.add(path, line, _("An inference cannot make evidence required."), _("Write helpful."))
        cells[cell.reason, cell.item] = cell
    for reason in reasons:
        for name, (item, _line) in items.items():
            if item.core and (reason, name) not in cells:
                mistakes.add(path, None, _("The row for '{reason}' and '{name}' is missing.", reason=reason, name=name))
    return cells


def read_named(
    path: Path, block: str, kind: type[Row], mistakes: Mistakes, language: str = FALLBACK
) -> dict[str, Named[Row]]:
    """Read a YAML file that is one list of things with an id, with the words of a language; returns things by id."""
    file = read_in_language(path, language, mistakes)
    if file is None:
        return {}
    if not isinstance(file.data, dict) or not isinstance(file.data.get(block), list) or set(file.data) != {block}:
        mistakes.add(path, 1, _("This file should hold one list under '{block}:'.", block=block))
        return {}
    found: dict[str, Named[Row]] = {}
    for number, entry in enumerate(file.data[block]):
        place = (block, number)
        lines = {at[2:]: line for at, line in file.lines.items() if at[:2] == place}
        try:
            row = kind.model_validate(entry)
        except ValidationError as error:
            mistakes.add_validation(error, path, lines, kind.model_fields)
            if isinstance(entry, dict):
                mistakes.broken.add(str(entry.get("id")))
            continue
        name = str(getattr(row, "id"))  # noqa: B009
        line = line_of(lines, ("id",)) or 1
        if name in found:
            mistakes.add(path, line, _("The id '{name}' is used twice.", name=name))
        found[name] = Named(row, lines)
    return found


def _known(name: str, known: Collection[str], path: Path, line: int, mistakes: Mistakes) -> bool:
    if mistakes.known(name, known):
        return name in known
    mistakes.add(path, line, _("'{name}' does not exist.", name=name), nearest(name, known))
    return False


def _enums(path: Path, mistakes: Mistakes) -> Mapping[str, object]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        mistakes.add(path, None, _("This file is missing."))
    except json.JSONDecodeError as error:
        mistakes.add(path, error.lineno, _("This is not JSON."))
    except UnicodeDecodeError:
        mistakes.add(path, None, _("This file is not UTF-8 text."))
    else:
        if isinstance(data, dict):
            return data
        mistakes.add(path, 1, _("This file should hold names with lists."))
    return {}
