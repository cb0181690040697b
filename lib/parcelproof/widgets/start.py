"""The start page: choose a shipment, create one, bring in files, see the board."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as w

from parcelproof.imports import Intake, Outcome, collect
from parcelproof.messages import N_, _
from parcelproof.report.blocks import Paragraph
from parcelproof.report.document import Section
from parcelproof.report.html import render_fragment
from parcelproof.shop import Shop, open_shop
from parcelproof.shop_tables import outcome_table, show_shop
from parcelproof.steps.current import choose, current
from parcelproof.steps.form import Values
from parcelproof.steps.new_shipment import FIELDS, create_shipment
from parcelproof.widgets.base import AFTER_TYPING, Later, View, guarded
from parcelproof.widgets.fields import field_widget
from parcelproof.widgets.shown import ShownView
from parcelproof.widgets.style import CSS, saved_html

LISTED = 200


class ChooseView(View):
    """Choose the shipment that the pages work on."""

    def __init__(self, shop: Shop, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._changed = changed

    def make(self) -> None:
        """Make search, list and button."""
        wide = w.Layout(width="100%", max_width="720px")
        self.search = w.Text(description=_("Search"), placeholder=_("order number, tracking number or id"), layout=wide)
        self.list = w.Select(description=_("Shipment"), rows=8, layout=wide)
        self.go = w.Button(
            description=_("Work on this shipment"), button_style="primary", layout=w.Layout(width="220px")
        )
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Put search over list over button."""
        self.refresh()
        self.search.observe(lambda _: self.refresh(), names="value")
        choose_soon = Later(self._choose, AFTER_TYPING)
        self.go.on_click(lambda _: choose_soon())
        box = w.VBox([w.HTML(CSS), self.search, self.list, self.go, self.said, self.message])
        box.add_class("pp-form")
        return box

    def refresh(self) -> None:
        """Draw the list anew."""
        if not self.made:
            return
        wanted = self.search.value.strip()
        ids = self._shop.shipment_ids()
        found = self._shop.find(wanted) if wanted else []
        shown = found or [i for i in ids if wanted.lower() in i]
        chosen = current(self._shop)
        self.list.options = shown[-LISTED:]
        if chosen in self.list.options:
            self.list.value = chosen
        self.said.value = saved_html(_chosen_words(chosen))

    @guarded(N_("your choice"))
    def _choose(self) -> None:
        if self.list.value:
            choose(self._shop, self.list.value)
            self.refresh()
            self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Say which shipment is chosen."""
        words = _chosen_words(current(self._shop))
        return (Section(id="choose", title="", blocks=(Paragraph(text=words),)),)


def _chosen_words(chosen: str) -> str:
    return _("The pages work on {parcel}.", parcel=chosen) if chosen else _("No shipment is chosen yet.")


class CreateView(View):
    """Create a shipment by hand."""

    def __init__(self, shop: Shop, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._changed = changed
        self.values: Values = {}

    def make(self) -> None:
        """Make the button and the place for the answer."""
        self.fields: dict[str, w.Widget] = {}
        self.create = w.Button(
            description=_("Create the shipment"), button_style="primary", layout=w.Layout(width="220px")
        )
        self.said = w.HTML()

    def build(self) -> w.Widget:
        """Make the fields."""
        for field in FIELDS:
            self.fields[field.name] = field_widget(field, "", self._set(field.name))
        create_soon = Later(self._create, AFTER_TYPING)
        self.create.on_click(lambda _: create_soon())
        box = w.VBox([w.HTML(CSS), *self.fields.values(), self.create, self.said, self.message])
        box.add_class("pp-form")
        return box

    def _set(self, name: str) -> Callable[[str], None]:
        return lambda value: self.values.update({name: value})

    @guarded(N_("the new shipment"))
    def _create(self) -> None:
        shipment_id = create_shipment(self._shop, self.values)
        choose(self._shop, shipment_id)
        self.said.value = saved_html(_("{parcel} is there. The pages work on it now.", parcel=shipment_id))
        self._changed()

    def sections(self) -> tuple[Section, ...]:
        """Say how to create a shipment."""
        words = _("In JupyterLab you can enter an order here that no export file brings.")
        return (Section(id="create", title="", blocks=(Paragraph(text=words),)),)


class ImportView(View):
    """Bring in files: chosen in the browser, or a folder of this computer."""

    def __init__(self, shop: Shop, changed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._shop = shop
        self._changed = changed

    def make(self) -> None:
        """Make the ways to bring in files."""
        wide = w.Layout(width="100%", max_width="720px")
        self.upload = w.FileUpload(multiple=True, description=_("Choose files"), layout=w.Layout(width="220px"))
        self.folder = w.Text(description=_("or a folder"), placeholder="exports", layout=wide)
        self.go = w.Button(description=_("Take in the folder"), layout=w.Layout(width="220px"))
        self.result = w.HTML()

    def build(self) -> w.Widget:
        """Put the ways to bring in files over the result."""
        self.upload.observe(lambda change: self._uploaded(change["new"]), names="value")
        folder_soon = Later(self._folder, AFTER_TYPING)
        self.go.on_click(lambda _: folder_soon())
        box = w.VBox([w.HTML(CSS), self.upload, self.folder, self.go, self.result, self.message])
        box.add_class("pp-form")
        return box

    def take(self, paths: list[Path]) -> list[Outcome]:
        """Import files; the plain-function way to do what a click does."""
        outcomes = list(Intake(self._shop).run(collect(paths)))
        table = Section(id="imported", title="", blocks=(outcome_table(outcomes),))
        if self.made:
            self.result.value = render_fragment([table])
        self._changed()
        return outcomes

    @guarded(N_("these files"))
    def _uploaded(self, files: tuple[Mapping[str, Any], ...]) -> None:
        if not files:
            return
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, file in enumerate(files):
                # The name comes from the browser: only its last part counts, in a folder of its own.
                name = Path(str(file["name"]).replace("\\", "/")).name or "file"
                path = Path(folder) / str(number) / name
                path.parent.mkdir()
                path.write_bytes(bytes(file["content"]))
                paths.append(path)
            self.take(paths)
        self.upload.value = ()

    @guarded(N_("the folder"))
    def _folder(self) -> None:
        if self.folder.value.strip():
            self.take([Path(self.folder.value.strip())])

    def sections(self) -> tuple[Section, ...]:
        """Say how to bring in files."""
        words = _("In JupyterLab you can choose export files here. From the shell: parcelproof import FOLDER")
        return (Section(id="import", title="", blocks=(Paragraph(text=words),)),)


class BoardView(ShownView):
    """All shipments, the ones that need the person first."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder

    def sections(self) -> tuple[Section, ...]:
        """Return the board."""
        return show_shop(self._folder).sections


class Start:
    """The views of the start page; a change in one draws the others anew.

    Parameters
    ----------
    shop_folder : str
        Empty for the usual places.
    """

    def __init__(self, shop_folder: str = "") -> None:
        self._folder = shop_folder
        self._shop = open_shop(shop_folder or None)
        self._board = BoardView(shop_folder)
        self._choose = ChooseView(self._shop, self._draw_board)
        self._create = CreateView(self._shop, self._draw_all)
        self._import = ImportView(self._shop, self._draw_all)

    def choose(self) -> View:
        """Show the shipments to choose from."""
        return self._choose

    def create(self) -> View:
        """Show the fields of a new shipment."""
        return self._create

    def bring_in(self) -> View:
        """Show the ways to bring in files."""
        return self._import

    def board(self) -> View:
        """Show all shipments."""
        return self._board

    def _draw_board(self) -> None:
        self._board.refresh()

    def _draw_all(self) -> None:
        self._choose.refresh()
        self._board.refresh()


def start(shop_folder: str = "") -> Start:
    """Open the start page of a shop."""
    return Start(shop_folder)
