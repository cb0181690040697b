"""Takes a photo with the camera of the person who looks at the page.

The picture travels once, as the binary part of one message. It is never a trait, so it can end up neither in the
widget state nor in the metadata of a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget

from parcelproof.errors import ParcelproofError
from parcelproof.evidence.decode import MAX_BYTES

_STATIC = Path(__file__).parent / "static"
_JPEG_START = b"\xff\xd8\xff"


class Camera(anywidget.AnyWidget):
    """A live preview with one large button.

    Parameters
    ----------
    on_photo : callable
        Called with the bytes of a JPEG when the person keeps a photo. What it raises is said in words beside the
        button, and the picture stays there to be sent again.
    """

    _esm = (_STATIC / "camera.js").read_text(encoding="utf-8")
    _css = (_STATIC / "camera.css").read_text(encoding="utf-8")

    def __init__(self, on_photo: Callable[[bytes], None]) -> None:
        super().__init__()
        self._on_photo = on_photo
        self.on_msg(self._received)

    def _received(self, _widget: object, content: Any, buffers: Sequence[Any] | None) -> None:
        if not isinstance(content, dict) or content.get("kind") != "photo":
            return
        data = bytes(buffers[0]) if buffers else b""
        if not data.startswith(_JPEG_START) or len(data) > MAX_BYTES:
            self._answer("refused", "The picture did not arrive whole. Take it again, or use upload instead.")
            return
        try:
            self._on_photo(data)
        except ParcelproofError as error:
            self._answer("refused", f"{error.what} {error.mend}".strip())
        except Exception:
            # The reason may hold anything; the person needs to know only that nothing was saved.
            self._answer("refused", "This photo was not saved. Try once more, or use upload instead.")
            raise
        else:
            self._answer("kept", "The page has your photo.")

    def _answer(self, kind: str, words: str) -> None:
        self.send({"kind": kind, "words": words})
