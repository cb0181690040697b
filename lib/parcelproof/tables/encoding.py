"""Which letters the bytes of a text file stand for: UTF-8, UTF-16, GB18030 or Windows-1252.

UTF-8 is tried strictly and first; text of another encoding is practically never valid UTF-8. Between
GB18030 and Windows-1252 the bytes themselves decide: common Chinese characters come in pairs of high
bytes, accented Latin letters stand between plain letters. A file that fits neither is refused, because
a wrong guess would put wrong names and addresses on record.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from parcelproof.errors import InputError
from parcelproof.messages import N_, _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_MEND = N_("Save the file as 'CSV UTF-8' and import it again.")

# GB18030: two-byte characters, four-byte characters, plain bytes.
_GB_UNIT = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]")
_LATIN_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_LATIN_MARKS = "„‘’“”•–—«»¡¿ ".encode("cp1252")


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Turn the bytes of a text file into text.

    Parameters
    ----------
    data : bytes
    name : str
        File name, for the error.

    Returns
    -------
    text, encoding : tuple of str
        The byte order mark is not part of the text.

    Raises
    ------
    InputError
        If the encoding cannot be told with certainty.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    wide = _utf16_without_bom(data)
    if wide:
        return _strict(data, wide, name), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _broken_utf8(data):
            raise InputError(
                _("This file is damaged: byte {place} is no UTF-8 text.", place=f"{error.start + 1:,}"),
                where=name,
                mend=_("Export it again from the platform."),
            ) from None
        encoding = _eight_bit(data)
    if not encoding:
        raise InputError(_("The letters of this file cannot be read with certainty."), where=name, mend=_(_MEND))
    return _strict(data, encoding, name), encoding


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            _(
                "This file is damaged: byte {place} is no {encoding} text.",
                place=error.start + 1,
                encoding=encoding.upper(),
            ),
            where=name,
            mend=_(_MEND),
        ) from None


def _broken_utf8(data: bytes) -> bool:
    """Tell whether the file is UTF-8 with a few bad bytes: read as anything else, all its letters would be wrong."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return good > 3 * bad


def _utf16_without_bom(data: bytes) -> str:
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(data: bytes) -> str:
    """Choose between GB18030 and Windows-1252, or return an empty string."""
    lines = b"\n".join(line for line in re.split(rb"[\r\n]+", data) if any(b > 0x7F for b in line))[:_SAMPLE]
    gb = _decodes(data, "gb18030") and _chinese(lines)
    western = _decodes(data, "cp1252") and not _foreign_words(lines)
    return "gb18030" if gb else "cp1252" if western else ""


def _chinese(sample: bytes) -> bool:
    """Tell whether the high bytes are Chinese characters as people use them."""
    common, rare, against = _pairs(sample)
    if common < 2 * against or common <= rare:
        return False
    # A very short text can be read both ways; then a second opinion must agree.
    return common >= 4 or _second_opinion(sample) == "gb18030"


def _pairs(sample: bytes) -> tuple[int, int, int]:
    """Count common characters, rare ones, and units that no Chinese text is likely to hold."""
    common = rare = against = 0
    for match in _GB_UNIT.finditer(sample):
        unit, start, end = match[0], match.start(), match.end()
        gb2312 = len(unit) == 2 and unit[1] >= 0xA1
        between_letters = sample[start - 1 : start].isalpha() and sample[end : end + 1].isalpha()
        # GB 2312: rows 16 to 55 are the 3,755 common characters, rows 1 to 3 punctuation and full-width
        # letters, rows 56 to 87 rare characters, often in names.
        if gb2312 and not between_letters and (0xB0 <= unit[0] <= 0xD7 or 0xA1 <= unit[0] <= 0xA3):
            common += 1
        elif gb2312 and not between_letters and 0xD8 <= unit[0] <= 0xF7:
            rare += 1
        else:
            against += 1
    return common, rare, against


def _foreign_words(sample: bytes) -> bool:
    """Tell whether words are made of high bytes for the most part, as no Western language has them."""
    words = [w for w in (found.strip(_LATIN_MARKS) for found in _LATIN_WORD.findall(sample)) if len(w) >= 4]
    strange = sum(1 for w in words if 2 * sum(b > 0x7F for b in w) >= len(w))
    return strange >= 2 and strange > 0.02 * len(words)


def _second_opinion(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=["gb18030", "cp1252"]).best()
    return best.encoding if best else ""
