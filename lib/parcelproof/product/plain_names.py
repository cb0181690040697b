"""Names of fields and categories, made plain for comparison."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FIELD_PREFIX = re.compile(r"^(?:c|attribute|spec|metafield)\s*:\s*", re.I)
_MARKS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> str:
    """Return a name without capitals, accents, signs and the ``C:`` of an export, for comparison."""
    text = unicodedata.normalize("NFKC", name)
    if not text.isascii():
        # Only accents on letters: marks of other scripts carry meaning.
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    text = _FIELD_PREFIX.sub("", text.strip().casefold()).replace("ß", "ss")
    return " ".join(_WORD.findall(text))
