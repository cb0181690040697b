"""Tell an electronic product from an accessory by its title: a phone stand is no phone, a phone charger is one.

An English title names the thing last: in "Slim Phone Case, matte, for phones with USB-C" the case is sold. So a device
counts only if no accessory stands behind it in the same part of the title, and nothing counts behind "for".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parcelproof.shipment import Shipment


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FEATURES = _listed("electronic led bluetooth usb rechargeable")
"""Such a word makes the thing itself electronic, whatever it is: an LED clip, a USB fan."""

_DEVICES = _listed(
    "electronics phone phones smartphone smartphones headphone headphones earphone earphones earbud earbuds headset "
    "headsets charger chargers battery batteries powerbank powerbanks camera cameras webcam webcams laptop laptops "
    "tablet tablets speaker speakers console consoles drone drones router routers keyboard keyboards "
    "mouse lamp lamps adapter adapters adaptor adaptors smartwatch smartwatches projector projectors printer printers "
    "monitor monitors computer computers power_bank power_banks charging_stand charging_dock charging_station "
    "charging_pad charging_base charging_case charging_cable"
)
"""Things that are electronic. ``_`` joins the words of one name."""

_PARTS = _listed("cable cables stick sticks hub hubs plug plugs strip strips")
"""Electronic only with a feature before them: a USB cable, and not a steel cable."""

_ACCESSORIES = _listed(
    "accessory accessories band bands bag bags backpack basket bin box boxes bracket bracelet cabinet cap caps case "
    "cases charm charms clamp clamps cleaner clip clips cloth compartment cover covers cushion desk dock film films "
    "frame glass grip grips hanger holder holders hood hook hooks insert keyring lanyard lens lenses mat mats mount "
    "mounts organiser organisers organizer organizers pad pads pocket pouch pouches protector protectors rack rest "
    "ring rings riser shade shades sheet shelf shell skin skins sleeve sleeves stand stands sticker stickers stopper "
    "strap straps table tables tape tidy toy toys tray trays tripod tripods wallet wallets wrap wraps"
)

_CHARGERS = _listed("charger chargers")
_DOCKS = _listed("stand stands dock pad pads mat mount mounts holder holders")
"""A charger stand charges, and a charger pouch does not."""

_MORE = _listed("with incl include includes including plus")
_AND = _listed("and or")
_FOR = _listed("for fit fits fitting compatible suitable suits without")
_BREAK = re.compile(r"[,;:.!?|()\[\]{}–—•·]|\s-\s")
_SIGNS = str.maketrans({"&": " and ", "/": " and ", "+": " and "})
_WORD = re.compile(r"[^\W_]+")
_JOIN = re.compile(rf"\b(?:{'|'.join(sorted(name.replace('_', ' ') for name in _DEVICES if '_' in name))})\b")


PROFILE = "electronics"
"""Id of the kind of product, as the seller chose it."""


def is_electronics(shipment: Shipment) -> bool:
    """Whether an article of the parcel, its product page or its kind names an electronic product."""
    if any(file.product and file.product.profile == PROFILE for file in shipment.products):
        return True
    if any(names_electronics(item.title, item.category) for item in shipment.items):
        return True
    return any(names_electronics(page.title) for page in shipment.listings)


def names_electronics(title: str, category: str = "") -> bool:
    """Whether a title, or the category of a title that says nothing, names an electronic product.

    Parameters
    ----------
    title : str
        The title of an article in English; other languages name nothing here.
    category : str
        The category of the platform. "Phones & Accessories" covers both and decides nothing.
    """
    said = title_verdict(title)
    if said is not None:
        return said
    words = set(_words(category))
    return not words & _ACCESSORIES and bool(words & (_FEATURES | _DEVICES))


def _words(text: str) -> list[str]:
    plain = " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS)))
    return _JOIN.sub(lambda name: name.group().replace(" ", "_"), plain).split()


@lru_cache(maxsize=256)
def title_verdict(title: str) -> bool | None:
    """Return True for a device, False for the accessory of one, None if an English title names neither."""
    verdict: bool | None = None
    for phrase in _BREAK.split(unicodedata.normalize("NFKC", title)):
        for part in _things(_words(phrase)):
            said = _thing(part)
            if said:
                return True
            verdict = said if verdict is None else verdict
    return verdict


def _things(words: list[str]) -> list[list[str]]:
    """Split a phrase into the things that it names; what stands behind "for" is not sold and left out."""
    things: list[list[str]] = [[]]
    for place, word in enumerate(words):
        if word in _FOR:
            break
        if word in _MORE:
            things.append([])
        elif word in _AND:
            # "Phone and tablet stand" is one stand, "earphones and case" are two things.
            follows = words[place + 1 : place + 2]
            if not (follows and follows[0] in _DEVICES):
                things.append([])
        else:
            things[-1].append(word)
    return things


def _thing(words: list[str]) -> bool | None:
    said: bool | None = None
    open_name = ""  # a device or feature that no accessory has claimed yet
    for word in words:
        names_more = word in _PARTS if open_name else word in _FEATURES
        if word in _DEVICES or names_more:
            open_name = word
        elif word in _ACCESSORIES and open_name:
            if open_name in _FEATURES or (open_name in _CHARGERS and word in _DOCKS):
                return True
            said, open_name = False, ""
    return True if open_name else said
