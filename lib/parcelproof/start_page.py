"""Which notebook opens: a page stands in English, and beside it once per other language.

``python -m parcelproof.start_page`` prints the page to begin with.
"""

from __future__ import annotations

import sys
from pathlib import PurePosixPath

from parcelproof.errors import ParcelproofError
from parcelproof.language import FALLBACK, current_language, known_language

START = "notebooks/00_start_here.ipynb"


def page_in(page: str, language: str = "") -> str:
    """Return the path of a page in a language.

    Parameters
    ----------
    page : str
        Path of the English page, for example ``notebooks/delivery/01_quality_control.ipynb``.
    language : str
        Its code; empty for the language spoken now.

    Returns
    -------
    str
        In Chinese ``notebooks/delivery/01_quality_control.zh.ipynb``.
    """
    code = known_language(language).code if language else current_language().code
    path = PurePosixPath(page)
    return page if code == FALLBACK else str(path.with_name(f"{path.stem}.{code}{path.suffix}"))


def start_page(language: str = "") -> str:
    """Return the path of the page that a person opens first, from the folder of the project.

    Parameters
    ----------
    language : str
        Its code; empty for the language spoken now.
    """
    return page_in(START, language)


def language_here() -> str:
    """Return the code of the language that a person reads here: of the shop, if one is found, else the set one.

    Nothing is refused: what is wrong with shop or language, the page says when it opens.
    """
    from parcelproof.shop import open_shop

    try:
        return open_shop().language.code
    except ParcelproofError:
        pass
    try:
        return current_language().code
    except ParcelproofError:
        return FALLBACK


if __name__ == "__main__":
    sys.stdout.write(f"{start_page(language_here())}\n")
