"""Answer "what is this photo good for?" for rows of paths: the photo rules from the shell."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from parcelproof.errors import EvidenceError, InputError
from parcelproof.evidence.barcodes import read_barcodes
from parcelproof.evidence.copies import THUMBNAIL_SIDE, bare
from parcelproof.evidence.decode import MAX_BYTES, Decoded, decode
from parcelproof.evidence.exif import read_notes
from parcelproof.evidence.label_number import compare_number
from parcelproof.evidence.likeness import tiny
from parcelproof.evidence.sharpness import measure_sharpness, verdict
from parcelproof.evidence.twins import OrientedPhoto, PhotoHash, TwinIndex, find_twins, image_hashes, orientation_hashes
from parcelproof.messages import _
from parcelproof.playbook import load_playbook

_SHARP = {"sharp": True, "blurred": False}
_MATCHES = {"matches": True, "other_number": False, "not_found": False}


class PhotoRows:
    """Judges photos one row after the other, and compares each with the rows before it.

    Parameters
    ----------
    folder : Path
        Relative paths are searched here first, then in the current folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: list[PhotoHash] = []
        self._paths: list[str] = []
        self._looks: dict[str, Image.Image] = {}

    def answer(self, row: Mapping[str, str]) -> dict[str, Any]:
        """Judge the photo of one row.

        Parameters
        ----------
        row : mapping
            ``path``; optional ``tracking_number``.

        Returns
        -------
        dict
            ``sharp`` (None: cannot be told), ``barcode`` (empty: none was read), ``matches`` (None: nothing to
            compare), ``taken_at`` (ISO time; without offset if the camera wrote none; None if it wrote no time),
            ``same_as`` (path of the first earlier row with the same picture, else empty).

        Raises
        ------
        InputError, EvidenceError
            If the file cannot be read or is no photo.
        """
        path, expected = row["path"], row.get("tracking_number", "")
        data = self._read(path)
        photo = decode(data, path)
        barcodes = read_barcodes(photo.upright, "label")
        return {
            "sharp": _SHARP.get(verdict(measure_sharpness(photo.upright), _blur_limit())),
            "barcode": next((b for b in barcodes if compare_number([b], expected) == "matches"), (*barcodes, "")[0]),
            "matches": _MATCHES.get(compare_number(barcodes, expected)),
            "taken_at": _taken_at(photo),
            "same_as": self._same_as(path, hashlib.sha256(data).hexdigest(), photo, barcodes),
        }

    def _read(self, text: str) -> bytes:
        given = Path(text).expanduser()
        path = next((p for p in (self._folder / given, given) if p.is_file()), None) if text else None
        if path is None:
            raise InputError(
                _("There is no such file."),
                where=text,
                mend=_("Check the path. It counts from the CSV file."),
            )
        try:
            if path.stat().st_size > MAX_BYTES:
                raise EvidenceError(_("This photo is larger than {size} MB.", size=MAX_BYTES // 2**20), where=text)
            return path.read_bytes()
        except OSError as error:
            raise InputError(_("The file cannot be read: {why}.", why=error.strerror), where=text) from error

    def _same_as(self, path: str, sha256: str, photo: Decoded, barcodes: tuple[str, ...]) -> str:
        upright = image_hashes(photo.upright)
        small = bare(photo.upright, THUMBNAIL_SIDE)
        here = str(len(self._seen))
        self._looks[here] = tiny(small)
        mine = OrientedPhoto(sha256, (upright, *orientation_hashes(small)[1:]), barcodes)
        twins = find_twins(here, [mine], TwinIndex(self._seen), lambda row, _: self._looks[row])
        # A row is named by its number among the readable rows, since two rows can name one path.
        self._seen.append(PhotoHash(here, sha256, *upright, barcodes))
        self._paths.append(path)
        return self._paths[min(int(twin.other_shipment) for twin in twins)] if twins else ""


def answer_photo(row: Mapping[str, str]) -> dict[str, Any]:
    """Judge one photo alone, see `PhotoRows.answer`."""
    return PhotoRows(Path()).answer(row)


@cache
def _blur_limit() -> Decimal:
    rule = load_playbook().rule("photo.blur.ratio")
    return Decimal(str(rule.value)) if rule else Decimal(0)


def _taken_at(photo: Decoded) -> str | None:
    notes = read_notes(photo.exif, photo.xmp, "UTC")
    if notes.taken_at is None:
        return None
    moment = notes.taken_at if notes.time_source == "camera_with_offset" else notes.taken_at.replace(tzinfo=None)
    return moment.isoformat()
