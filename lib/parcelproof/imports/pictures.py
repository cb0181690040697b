"""Pictures that a saved page names and that lie beside it: kept by hash. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from parcelproof.evidence.store import EvidenceStore

MAX_PICTURES = 40
MAX_BYTES = 25_000_000
_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


def keep_pictures(names: Iterable[str], folder: Path, store: EvidenceStore) -> tuple[str, ...]:
    """Keep the pictures that lie in the folder of the page or below it.

    Parameters
    ----------
    names : iterable of str
        As the page writes them: addresses of the web are left out, and so is a path that leads out of the folder.
    folder : Path
    store : EvidenceStore

    Returns
    -------
    tuple of str
        SHA-256 of each picture.
    """
    base = folder.resolve()
    kept: dict[str, None] = {}
    for name in names:
        if len(kept) >= MAX_PICTURES:
            break
        data = _picture(base, name)
        if data is not None:
            kept[store.put(data)] = None
    return tuple(kept)


def _picture(base: Path, name: str) -> bytes | None:
    plain = unquote(name.split("?")[0].split("#")[0]).strip()
    if not plain or ":" in plain or plain.startswith(("/", "\\")) or "\x00" in plain or len(plain) > 400:
        return None
    try:
        path = (base / plain).resolve()
        if base not in path.parents or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return data if is_picture(data) else None


def is_picture(data: bytes) -> bool:
    """Tell whether a file begins like a picture."""
    return data.startswith(_STARTS) or data[4:12] in (b"ftypavif", b"ftypheic")
