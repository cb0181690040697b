"""The key of a tracking service: from the environment or the system's key store, and shown nowhere."""

from __future__ import annotations

import os
import re

from parcelproof.errors import InputError, ShopError
from parcelproof.messages import _

SERVICE = "parcelproof"
_KEY = re.compile(r"[!-~]{8,512}")


class Secret:
    """A key that does not show itself in a message, a log or a traceback.

    Parameters
    ----------
    text : str
        The key.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the key, for the header of a request and nothing else."""
        return self._text

    def is_in(self, data: bytes) -> bool:
        """Say whether an answer repeats the key."""
        return self._text.encode() in data

    def scrub(self, text: str) -> str:
        """Return a text without the key."""
        return text.replace(self._text, "[key]")

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        raise TypeError("A key is not written to a file.")


def variable(vendor: str) -> str:
    """Return the name of the environment variable that may hold a vendor's key."""
    return f"PARCELPROOF_{vendor.upper()}_KEY"


def find_key(vendor: str, *, service: str, get_one: str) -> Secret:
    """Return the key of a vendor: from the environment, else from the key store.

    Parameters
    ----------
    vendor, service : str
        Its name here, and its name for people.
    get_one : str
        Where a person gets a key.

    Raises
    ------
    InputError
        If there is none, or it cannot be a key.
    """
    text = os.environ.get(variable(vendor), "").strip() or _stored(vendor)
    if not text:
        raise InputError(
            _("There is no key for {service} yet. Everything else of Parcelproof works without one.", service=service),
            mend=_(
                "Get a key: {get_one}. Then store it: parcelproof pull --set-key --from {vendor}. Or put it into the "
                "variable {variable}.",
                get_one=get_one,
                vendor=vendor,
                variable=variable(vendor),
            ),
        )
    return checked(text)


def checked(text: str) -> Secret:
    """Return a key that can travel in a header.

    Raises
    ------
    InputError
        If it cannot be a key; the message does not repeat it.
    """
    if not _KEY.fullmatch(text.strip()):
        raise InputError(
            _("This cannot be a key: a key has at least 8 letters, digits or signs, and no spaces."),
            mend=_("Copy it again from your account, whole and alone."),
        )
    return Secret(text.strip())


def store_key(vendor: str, key: Secret) -> None:
    """Keep a key in the system's key store.

    Raises
    ------
    ShopError
        If this computer has no key store that protects it.
    """
    import keyring  # looks for the key stores of this system: only where a key is wanted
    from keyring.errors import KeyringError

    problem = ""
    try:
        if keyring.get_keyring().priority <= 0:
            problem = "none"
        else:
            keyring.set_password(SERVICE, vendor, key.reveal())
    except (KeyringError, RuntimeError, OSError) as error:
        problem = type(error).__name__
    if problem:
        raise ShopError(
            _("This computer has no key store that Parcelproof can use. The key was not stored."),
            mend=_("Put the key into the variable {variable} instead.", variable=variable(vendor)),
        )


def _stored(vendor: str) -> str:
    import keyring
    from keyring.errors import KeyringError

    try:
        return (keyring.get_password(SERVICE, vendor) or "").strip()
    except (KeyringError, RuntimeError, OSError):
        return ""
