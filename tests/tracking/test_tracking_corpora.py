"""Files of the real services, where a folder of them is at hand (``PARCELPROOF_CORPORA``)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parcelproof.errors import InputError
from parcelproof.tracking import read_tracking

FOLDER = os.environ.get("PARCELPROOF_CORPORA")
FILES = sorted(p for p in (Path(FOLDER) / "tracking").rglob("*") if p.is_file()) if FOLDER else []

if FILES:  # without the folder there is nothing to test, and nothing to skip

    @pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
    def test_every_file_imports_or_is_refused_with_a_sentence(path: Path) -> None:
        refusal, file = None, None
        try:
            file = read_tracking(path.read_bytes(), path.name)
        except InputError as error:
            refusal = error
        assert refusal is None or (refusal.what.endswith(".") and refusal.mend)
        assert file is None or file.parcels
