"""Country names and codes as sellers' files write them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pycountry

from parcelproof.messages import _
from parcelproof.orders.model import BadValue

_ALIASES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB",
    "united states of america": "US", "usa": "US", "u s a": "US", "u s": "US", "america": "US",
    "korea": "KR", "korea south": "KR", "south korea": "KR", "republic of korea": "KR",
    "korea north": "KP", "north korea": "KP", "russia": "RU", "vietnam": "VN", "viet nam": "VN", "laos": "LA",
    "taiwan": "TW", "hong kong": "HK", "hongkong": "HK", "hong kong sar china": "HK", "macau": "MO", "macao": "MO",
    "mainland china": "CN", "czech republic": "CZ", "slovak republic": "SK", "macedonia": "MK",
    "turkey": "TR", "turkiye": "TR", "iran": "IR", "syria": "SY", "moldova": "MD", "bolivia": "BO", "venezuela": "VE",
    "tanzania": "TZ", "brunei": "BN", "ivory coast": "CI", "cote d ivoire": "CI", "cape verde": "CV",
    "holland": "NL", "the netherlands": "NL", "palestine": "PS", "kosovo": "XK", "swaziland": "SZ", "burma": "MM",
    "east timor": "TL", "vatican city": "VA", "uae": "AE", "bahamas": "BS", "gambia": "GM", "congo": "CG",
    "democratic republic of the congo": "CD", "micronesia": "FM", "falkland islands": "FK",
    "falkland islands islas malvinas": "FK", "virgin islands us": "VI", "virgin islands u s": "VI",
    "us virgin islands": "VI", "british virgin islands": "VG", "reunion": "RE", "curacao": "CW",
    "deutschland": "DE", "osterreich": "AT", "schweiz": "CH", "frankreich": "FR", "italien": "IT", "spanien": "ES",
    "niederlande": "NL", "belgien": "BE", "polen": "PL", "vereinigtes konigreich": "GB", "vereinigte staaten": "US",
    "allemagne": "DE", "espagne": "ES", "italie": "IT", "suisse": "CH", "belgique": "BE", "royaume uni": "GB",
    "etats unis": "US", "espana": "ES", "italia": "IT", "brasil": "BR",
    "美国": "US", "英国": "GB", "德国": "DE", "法国": "FR", "加拿大": "CA", "澳大利亚": "AU", "日本": "JP",
    "意大利": "IT", "西班牙": "ES", "俄罗斯": "RU", "巴西": "BR", "荷兰": "NL", "韩国": "KR", "中国": "CN",
}  # fmt: skip


def _plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.split(r"[\W_]+", bare)).strip()


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for attribute in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
            value = getattr(country, attribute, None)
            if value:
                names[_plain(value)] = country.alpha_2
        # "Korea, Republic of" is also written "Republic of Korea".
        head, comma, tail = country.name.partition(",")
        if comma:
            names.setdefault(_plain(f"{tail} {head}"), country.alpha_2)
    return {**names, **_ALIASES}


def read_country(text: str) -> str:
    """Return the ISO 3166 alpha-2 code of a country name or code.

    Raises
    ------
    BadValue
        If the text is no country.
    """
    code = _names().get(_plain(text))
    if not code:
        raise BadValue(_("This is no country name or code."), _("Write the two-letter code, such as DE."))
    return code
