"""Column mappings for files of no known format: asked once, kept in the shop."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from parcelproof.errors import ShopError
from parcelproof.messages import _
from parcelproof.orders import ColumnMapping

FILE = "mappings.json"


class MappingStore:
    """The mappings of one shop, by the signature of the file's header.

    Parameters
    ----------
    folder : Path
        The shop's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def find(self, header: Sequence[str]) -> ColumnMapping | None:
        """Return the mapping that was kept for this header, or None."""
        found = self._read().get(ColumnMapping.signature(header))
        if found is None:
            return None
        try:
            return ColumnMapping.model_validate(found)
        except ValidationError as error:
            raise ShopError(
                _("A kept column mapping cannot be read."),
                where=str(self._path),
                mend=_("Delete this file."),
            ) from error

    def keep(self, header: Sequence[str], mapping: ColumnMapping) -> None:
        """Keep a mapping for the next file with this header."""
        known = self._read()
        known[ColumnMapping.signature(header)] = mapping.model_dump(mode="json")
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
        draft.replace(self._path)

    def _read(self) -> dict[str, object]:
        try:
            value = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ShopError(
                _("The kept column mappings cannot be read."), where=str(self._path), mend=_("Delete this file.")
            ) from error
        return value if isinstance(value, dict) else {}
