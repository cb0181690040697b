"""Country codes as sources give them, to ISO 3166 alpha-2."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=2048)
def alpha_2(text: str) -> str:
    """Return the two-letter code of an alpha-2 or alpha-3 code or an English name, or an empty string.

    Names are matched exactly; nothing is guessed.
    """
    text = text.strip()
    if not 2 <= len(text) <= 64:
        return ""
    import pycountry  # its data is loaded on first use only

    try:
        found = pycountry.countries.lookup(text)
    except LookupError:
        return ""
    return str(found.alpha_2)
