"""Opens a photo by what it contains, never by its name, and refuses what is no still photo.

A photo file is hostile data: it may be cut off, claim a size that fills the memory, hold an animation,
or be no picture at all. Each refusal says which file and why.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Literal, NoReturn

import pillow_heif
from PIL import (
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from parcelproof.errors import EvidenceError
from parcelproof.messages import N_, _

pillow_heif.register_heif_opener()

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 50_000_000

MediaType = Literal["image/jpeg", "image/png", "image/webp", "image/heic"]

# Importing the plugins registers them. No other format is ever tried, so an EPS is never handed to a PostScript
# interpreter. Pillow has no opener of its own for MPO: it opens as JPEG and then says what it is.
_OPENERS = ("JPEG", "PNG", "WEBP", "HEIF")
_MEDIA: dict[str, MediaType] = {
    JpegImagePlugin.JpegImageFile.format: "image/jpeg",
    MpoImagePlugin.MpoImageFile.format: "image/jpeg",
    PngImagePlugin.PngImageFile.format: "image/png",
    WebPImagePlugin.WebPImageFile.format: "image/webp",
    "HEIF": "image/heic",
}

# How a camera was held (EXIF 0x0112) and what turns its picture upright.
_UPRIGHT: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_KNOWN_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", N_("a GIF")),
    (b"%PDF", N_("a PDF document")),
    (b"%!PS", N_("a PostScript drawing")),
    (b"<svg", N_("an SVG drawing")),
    (b"<?xml", N_("an XML or SVG file")),
    (b"<!doctype", N_("a web page")),
    (b"<html", N_("a web page")),
    (b"PK\x03\x04", N_("a ZIP archive or an office document")),
    (b"BM", N_("a BMP picture")),
    (b"II*\x00", N_("a TIFF or raw camera file")),
    (b"MM\x00*", N_("a TIFF or raw camera file")),
    (b"\x1aE\xdf\xa3", N_("a video")),
)

_TAKE_AGAIN = N_("Copy the file again from the phone or camera, or give another photo.")
_CONVERT = N_("Give a still photo as JPEG, PNG, WebP or HEIC.")


@dataclass(frozen=True)
class Decoded:
    """A photo ready to use.

    Attributes
    ----------
    upright : PIL.Image.Image
        RGB pixels, turned the way the camera was held, colours as a screen shows them (sRGB).
    media_type : str
    exif : PIL.Image.Exif
        As found; may be empty or broken.
    xmp : bytes
        The XMP packet, or empty.
    """

    upright: Image.Image
    media_type: MediaType
    exif: Image.Exif
    xmp: bytes


def _refuse(name: str, what: str, mend: str, cause: BaseException | None = None) -> NoReturn:
    raise EvidenceError(what, where=name, mend=_(mend)) from cause


def _kind_of(data: bytes) -> str:
    start = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, kind in _KNOWN_STARTS:
        if start.startswith(mark.lower()):
            return kind
    if data[4:8] == b"ftyp":
        return N_("a video or a picture of a kind that cannot be read here")
    try:
        data[:256].decode("ascii")
    except UnicodeDecodeError:
        return ""
    return N_("a text file")


def decode(data: bytes, name: str) -> Decoded:
    """Decode a photo whole.

    Parameters
    ----------
    data : bytes
        The file. At most 40 MB and 50 megapixels.
    name : str
        Named in errors.

    Raises
    ------
    EvidenceError
        If the file is empty, too large, cut off, damaged, animated, or no photo.
    """
    if not data:
        _refuse(name, _("This photo is empty (0 bytes)."), _TAKE_AGAIN)
    if len(data) > MAX_BYTES:
        _refuse(
            name,
            _("This photo is larger than {size} MB.", size=MAX_BYTES // 2**20),
            N_("Save it smaller and take it in again."),
        )
    with warnings.catch_warnings():
        # Pillow only warns about a picture that would fill the memory; here that is a refusal.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        image = _open(data, name)
        _check(image, name)
        exif = _exif(image)
        xmp = image.info.get("xmp")
        pixels = _load(image, name)
    upright = _to_rgb(pixels, image.info.get("icc_profile"))
    turn = _UPRIGHT.get(_orientation(exif))
    if turn is not None:
        upright = upright.transpose(turn)
    return Decoded(upright, _MEDIA[str(image.format)], exif, xmp if isinstance(xmp, bytes) else b"")


def _open(data: bytes, name: str) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_OPENERS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        _refuse(name, _too_many_pixels(), N_("Save it smaller and take it in again."), error)
    except UnidentifiedImageError as error:
        kind = _kind_of(data)
        what = (
            _("This file is not a photo; it looks like {kind}.", kind=_(kind))
            if kind
            else _("This file is not a photo, or it is damaged.")
        )
        _refuse(name, what, _CONVERT, error)
    # A broken header makes the decoders raise almost anything; none of it may end an import.
    except Exception as error:
        _refuse(name, _("This photo cannot be opened: its first part is damaged."), _TAKE_AGAIN, error)


def _too_many_pixels() -> str:
    return _("This photo claims more than {pixels} megapixels.", pixels=MAX_PIXELS // 1_000_000)


def _check(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        _refuse(name, _too_many_pixels(), N_("Save it smaller and take it in again."))
    # A phone's MPO or HEIC holds depth or preview pictures beside the photo; PNG and WebP frames are an animation.
    if image.format in ("PNG", "WEBP") and getattr(image, "n_frames", 1) > 1:
        _refuse(name, _("This file is an animation, not one photo."), _CONVERT)


def _load(image: Image.Image, name: str) -> Image.Image:
    try:
        image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        _refuse(name, _too_many_pixels(), N_("Save it smaller and take it in again."), error)
    except MemoryError as error:
        _refuse(name, _("This photo needs more memory than this computer has free."), N_("Save it smaller."), error)
    except Exception as error:
        cut = "truncated" in str(error).lower() or isinstance(error, EOFError)
        what = (
            _("This photo ends too early: a part of the file is missing.")
            if cut
            else _("This photo is damaged inside.")
        )
        _refuse(name, what, _TAKE_AGAIN, error)
    return image


def _exif(image: Image.Image) -> Image.Exif:
    # Broken EXIF is common in real photos and says nothing about the picture.
    try:
        return image.getexif()
    except Exception:
        return Image.Exif()


def _orientation(exif: Image.Exif) -> int:
    try:
        value = exif.get(0x0112, 1)
    except Exception:
        return 1
    return value if isinstance(value, int) else 1


def _to_rgb(image: Image.Image, profile: object) -> Image.Image:
    if image.mode.startswith("I"):
        # 16-bit grey: Pillow would cut the values at 255 instead of scaling them.
        image = image.convert("I").point(lambda v: v / 256).convert("L")
    elif image.mode == "F":
        image = image.convert("L")
    elif isinstance(profile, bytes) and image.mode in ("RGB", "CMYK", "L"):
        image = _to_srgb(image, profile)
    if image.has_transparency_data:
        # Transparent parts become white paper, not the black that JPEG would make of them.
        with_alpha = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, with_alpha)
    return image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    # Copies carry no colour profile, so the colours are converted now; phones often use a wider colour space.
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:
        return image
    return converted if converted is not None else image
