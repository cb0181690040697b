"""The photos that lie on a phone in an exercise: a learner chooses what each shows, and takes it in."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import ipywidgets as w

from parcelproof.messages import N_, _
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.training.scene import CAMERA
from parcelproof.widgets.base import View, guarded
from parcelproof.widgets.style import CSS

_WIDTH = 180


class CameraRollView(View):
    """Pictures with a button each; the photo is taken in as what the list above says.

    Parameters
    ----------
    photos : PhotosView
        Takes a photo in.
    folder : Path
        Of the exercise.
    """

    def __init__(self, photos: Any, folder: Path) -> None:
        super().__init__()
        self._photos = photos
        # The names tell what the photos show, so a person sees numbers only.
        self._files = sorted((folder / CAMERA).glob("*.jpg"), key=lambda path: path.stem[::-1])

    def make(self) -> None:
        """Make a button for each photo."""
        self.buttons = [
            w.Button(description=_("Take in photo {number}", number=number), layout=w.Layout(width=f"{_WIDTH}px"))
            for number, _path in enumerate(self._files, 1)
        ]

    def build(self) -> w.Widget:
        """Put each button under its picture."""
        cells = []
        for number, (path, button) in enumerate(zip(self._files, self.buttons, strict=True), 1):
            button.on_click(lambda _, number=number: self._take(number))
            picture = w.Image(value=path.read_bytes(), format="jpeg", width=_WIDTH)
            picture.alt = _("Photo {number}", number=number)
            cells.append(w.VBox([picture, button], layout=w.Layout(margin="0 12px 12px 0")))
        words = _("On your phone")
        head = w.HTML(f'{CSS}<div class="pp-why"><b>{html.escape(words)}</b></div>')
        box = w.VBox([head, w.HBox(cells, layout=w.Layout(flex_flow="row wrap")), self.message])
        box.add_class("pp-form")
        return box

    @guarded(N_("this photo"))
    def _take(self, number: int) -> None:
        self._photos.take(self._files[number - 1].read_bytes(), f"photo-{number}.jpg", self._photos.role.value)

    def sections(self) -> tuple[Section, ...]:
        """Say how many photos there are."""
        words = _("{count} photos are on your phone. In JupyterLab you can take them in here.", count=len(self._files))
        return (Section(id="phone", title="", blocks=(Paragraph(text=words),)),)
