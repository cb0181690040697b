"""Photos of one shipment: upload, pick from a folder, take with the camera; judged at once, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import ipywidgets as w

from parcelproof.errors import InputError
from parcelproof.ledger.records import Photo, PhotoRole
from parcelproof.messages import N_, _, sentences
from parcelproof.report.blocks import Paragraph, Picture, Pictures
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.report.words import ROLE
from parcelproof.shop import Shop
from parcelproof.steps.photo_intake import PHOTO_SUFFIXES, Taken, judgements, take_photo
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.camera import Camera
from parcelproof.widgets.style import CSS, saved_html

NEWEST = 9
"""Of a product's photos so many are shown."""

ALL_ROLES: tuple[PhotoRole, ...] = get_args(PhotoRole)


class PhotosView(View):
    """The photos of some roles.

    Parameters
    ----------
    shop : Shop
    shipment_id : str
    roles : sequence of str
        What the photos of this page show, in the order in which to take them.
    changed : callable, optional
        Called after a photo was taken in.
    """

    def __init__(
        self, shop: Shop, shipment_id: str, roles: Sequence[str], changed: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self._shop = shop
        self._shipment_id = shipment_id
        self._roles: tuple[PhotoRole, ...] = tuple(r for r in ALL_ROLES if r in roles) or ALL_ROLES
        self._changed = changed

    def make(self) -> None:
        """Make the ways to add photos, and the gallery."""
        options = [(ROLE[role], role) for role in self._roles]
        wide = w.Layout(width="100%", max_width="720px")
        self.role = w.Dropdown(options=options, description=_("What the photo shows"), layout=wide,
                               style={"description_width": "250px"})  # fmt: skip
        self.upload = w.FileUpload(accept="image/*,.heic,.heif", multiple=True, description=_("Choose photos"),
                                   layout=w.Layout(width="220px"))  # fmt: skip
        self.folder = w.Text(description=_("or a folder"), placeholder="photos/A-1001", layout=wide)
        self.from_folder = w.Button(description=_("Take in the folder"), layout=w.Layout(width="220px"))
        self.camera = Camera(on_photo=self._camera_took)
        self.said = w.HTML()
        self.gallery = w.HTML()

    def build(self) -> w.Widget:
        """Put the ways to add photos over the gallery."""
        self.upload.observe(lambda change: self._uploaded(change["new"]), names="value")
        folder_soon = Later(self._folder, AFTER_TYPING)
        self.from_folder.on_click(lambda _: folder_soon())
        self._draw()
        box = w.VBox(
            [w.HTML(CSS), self.role, self.upload, self.camera, self.folder, self.from_folder, self.said, self.message,
             self.gallery]
        )  # fmt: skip
        box.add_class("pp-form")
        return box

    # -- taking in ----------------------------------------------------------------------------

    def take(self, data: bytes, name: str, role: PhotoRole, *, taken_now: bool = False) -> Taken:
        """Take one photo in and judge it; the plain-function way to do what a click does."""
        taken = take_photo(self._shop, self._shipment_id, data, name, role, taken_now=taken_now)
        self._draw()
        self._changed()
        return taken

    @guarded(N_("these photos; photos before the bad one are saved"))
    def _uploaded(self, files: tuple[Mapping[str, Any], ...]) -> None:
        if files:
            self._take_all([(str(file["name"]), bytes(file["content"])) for file in files])
            self.upload.value = ()

    def _camera_took(self, data: bytes) -> None:
        # What fails here is said beside the camera, where the person looks.
        self._take_all([("camera.jpg", data)], taken_now=True)
        self._next_role()

    @guarded(N_("the folder; photos before the bad one are saved"))
    def _folder(self) -> None:
        folder = Path(self.folder.value.strip())
        if not self.folder.value.strip() or not folder.is_dir():
            raise InputError(_("There is no such folder."), where=self.folder.value[:120], mend=_("Check the name."))
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in PHOTO_SUFFIXES)
        if not files:
            raise InputError(_("There is no photo in this folder."), where=self.folder.value[:120])
        self._take_all([(path.name, path.read_bytes()) for path in files])

    def _take_all(self, photos: Sequence[tuple[str, bytes]], *, taken_now: bool = False) -> None:
        words = []
        for name, data in photos:
            taken = self.take(data, name, self.role.value, taken_now=taken_now)
            what = ROLE[taken.role]
            words.append(_("{photo}: on record before", photo=what) if taken.known else _("{photo}: saved", photo=what))
        saved = _("Saved {time}.", time=f"{self._shop.now():%H:%M}")
        self.said.value = saved_html(sentences(saved, "; ".join(words)))

    def _next_role(self) -> None:
        """Offer the next role without a photo, so that a set is taken in order."""
        have = {photo.role for photo in self._photos()}
        missing = [role for role in self._roles if role not in have]
        if missing:
            self.role.value = missing[0]

    # -- drawing ------------------------------------------------------------------------------

    def _photos(self) -> tuple[Photo, ...]:
        return self._shop.subject(self._shipment_id).photos_of(*self._roles)

    def _draw(self) -> None:
        if not self.made:
            return
        self.gallery.value = render_fragment(self.sections())

    def sections(self) -> tuple[Section, ...]:
        """Return the photos with what is said about each, and the roles without a photo."""
        shipment = self._shop.subject(self._shipment_id)
        photos = shipment.photos_of(*self._roles)
        older = 0
        if shipment.is_on_shelf and len(photos) > NEWEST:
            # A product gathers the photos of all its units: the page shows those of the unit on the table.
            newest = sorted(photos, key=lambda p: p.claimed_at.timestamp() if p.claimed_at else 0.0)[-NEWEST:]
            older, photos = len(photos) - NEWEST, tuple(reversed(newest))
        said = judgements(self._shop, shipment)
        pictures = tuple(
            Picture(
                sha256=photo.sha256, jpeg=self._shop.evidence.get(photo.thumbnail.sha256), title=ROLE[photo.role],
                alt=ROLE[photo.role], lines=tuple(said.get(photo.sha256, ())),
            )
            for photo in photos
        )  # fmt: skip
        have = {photo.role for photo in shipment.photos_of(*self._roles)}
        missing = [ROLE[role] for role in self._roles if role not in have and role != "other"]
        blocks: list[Pictures | Paragraph] = [Pictures(items=pictures)] if pictures else []
        if older:
            blocks.append(
                Paragraph(
                    text=_("These are the newest {count}; {older} older ones are on record.", count=NEWEST, older=older)
                )
            )
        words = _("Every photo of this page is here.")
        if missing:
            words = _("Still to photograph: {photos}.", photos=_(", ").join(missing))
        blocks.append(Paragraph(text=words, tone="warn" if missing else "good"))
        return (Section(id="photos", title="", blocks=tuple(blocks)),)
