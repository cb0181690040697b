"""Takes a photo with the camera of the person who looks at the page.

The picture travels once, as the binary part of one message. It is never a trait, so it can end up neither in the
widget state nor in the metadata of a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from parcelproof.errors import ParcelproofError
from parcelproof.evidence.decode import MAX_BYTES
from parcelproof.messages import N_, _, sentences

_STATIC = Path(__file__).parent / "static"
_JPEG_START = b"\xff\xd8\xff"
WORDS = {
    "group": N_("Camera"),
    "insecure": N_(
        "Your browser gave no camera, because the address of this page is not safe (https or localhost). "
        "Use upload instead."
    ),
    "NotAllowedError": N_(
        "The camera was refused. Allow it beside the address of this page and try again, or use upload instead."
    ),
    "NotFoundError": N_("No camera was found. Use upload instead."),
    "NotReadableError": N_("Another program uses the camera. Close that program and try again, or use upload instead."),
    "other": N_("Your browser gave no camera. Use upload instead."),
    "lost": N_("The camera was unplugged or switched off. Open it again, or use upload instead."),
    "failed": N_("The photo could not be taken. Try once more, or use upload instead."),
    "ready": N_("The camera is on. Hold still and take the photo."),
    "look": N_("Look at the picture: is everything sharp and readable? Then keep it."),
    "sending": N_("The photo is on its way."),
    "sees": N_("What the camera sees"),
    "photo": N_("The photo that you took"),
    "open": N_("Open the camera"),
    "take": N_("Take photo"),
    "keep": N_("Keep this photo"),
    "again": N_("Take it again"),
    "close": N_("Close the camera"),
}
"""What the camera says in the browser, by name; the names of errors are those of the browser."""


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

    _words = traitlets.Dict().tag(sync=True)

    def __init__(self, on_photo: Callable[[bytes], None]) -> None:
        super().__init__(_words={name: _(english) for name, english in WORDS.items()})
        self._on_photo = on_photo
        self.on_msg(self._received)

    def _received(self, _widget: object, content: Any, buffers: Sequence[Any] | None) -> None:
        if not isinstance(content, dict) or content.get("kind") != "photo":
            return
        data = bytes(buffers[0]) if buffers else b""
        if not data.startswith(_JPEG_START) or len(data) > MAX_BYTES:
            self._answer("refused", _("The picture did not arrive whole. Take it again, or use upload instead."))
            return
        try:
            self._on_photo(data)
        except ParcelproofError as error:
            self._answer("refused", sentences(error.what, error.mend))
        except Exception:
            # The reason may hold anything; the person needs to know only that nothing was saved.
            self._answer("refused", _("This photo was not saved. Try once more, or use upload instead."))
            raise
        else:
            self._answer("kept", _("The page has your photo."))

    def _answer(self, kind: str, words: str) -> None:
        self.send({"kind": kind, "words": words})
