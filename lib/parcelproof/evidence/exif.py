"""What the camera wrote into a photo: when, with which device, whether with a place.

All of it is a claim that anyone can edit. It is read field by field, and a broken field counts as absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from parcelproof.errors import InputError
from parcelproof.messages import _

TimeSource = Literal["camera_with_offset", "camera_zone_assumed", "stated", "none"]

_TIME = re.compile(r"(\d{4})[:\-/](\d{2})[:\-/](\d{2})[ T](\d{2}):(\d{2}):(\d{2})")
_OFFSET = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+")
# "17.1.2", "Ver.1.00", "v981-79": the camera's own firmware, which says nothing about editing.
_FIRMWARE = re.compile(r"(firmware|version|ver|fw|v)?[\s.:]*\d[\w.\-]*", re.IGNORECASE)


@dataclass(frozen=True)
class CameraNotes:
    """What EXIF says, cleaned.

    Attributes
    ----------
    taken_at : datetime or None
        With offset.
    time_source : str
    device, edited_with : str
    had_gps : bool
        A place was in the file.
    """

    taken_at: datetime | None
    time_source: TimeSource
    device: str
    edited_with: str
    had_gps: bool


def clean(value: object, limit: int = 200) -> str:
    """Turn a field of a foreign file into one printable line of at most `limit` characters."""
    if isinstance(value, bytes):
        value = value.split(b"\x00")[0].decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    text = value.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:limit]


def _directory(exif: Image.Exif, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:
        return {}


def _field(directory: Any, tag: int) -> str:
    try:
        return clean(directory.get(tag))
    except Exception:
        return ""


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            _("This time zone is not known."),
            where=_("time zone"),
            mend=_("Write it like Asia/Shanghai or Europe/Warsaw."),
        ) from error


def _taken_at(written: str, offset: str, zone: ZoneInfo) -> tuple[datetime | None, TimeSource]:
    match = _TIME.match(written)
    if not match:
        return None, "none"
    try:
        moment = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        # Cameras without a set clock write 0000:00:00 00:00:00.
        return None, "none"
    if _OFFSET.fullmatch(offset):
        return datetime.fromisoformat(f"{moment.isoformat()}{offset}"), "camera_with_offset"
    return moment.replace(tzinfo=zone), "camera_zone_assumed"


def _device(maker: str, model: str) -> str:
    return model if model.lower().startswith(maker.lower()) else f"{maker} {model}".strip()


def _editor(software: str, device: str) -> str:
    own = bool(device) and software.lower() in device.lower()
    return "" if own or _FIRMWARE.fullmatch(software) else software


def read_notes(exif: Image.Exif, xmp: bytes, zone: str) -> CameraNotes:
    """Read the camera's notes; never raises on a broken file.

    Parameters
    ----------
    exif : PIL.Image.Exif
    xmp : bytes
        Some apps leave the place only here.
    zone : str
        IANA name of the time zone to assume when the camera wrote no offset, which is the usual case.

    Raises
    ------
    InputError
        If `zone` is not known.
    """
    assumed = _zone(zone)
    details = _directory(exif, ExifTags.IFD.Exif)
    taken_at, source = _taken_at(
        _field(details, ExifTags.Base.DateTimeOriginal), _field(details, ExifTags.Base.OffsetTimeOriginal), assumed
    )
    device = _device(_field(exif, ExifTags.Base.Make), _field(exif, ExifTags.Base.Model))
    place = set(_directory(exif, ExifTags.IFD.GPSInfo)) - {int(ExifTags.GPS.GPSVersionID)}
    return CameraNotes(
        taken_at=taken_at,
        time_source=source,
        device=device,
        edited_with=_editor(_field(exif, ExifTags.Base.Software), device),
        had_gps=bool(place) or b"GPSLatitude" in xmp,
    )
