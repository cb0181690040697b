"""Take files into a shop: all of a file in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from parcelproof.errors import InputError, ParcelproofError
from parcelproof.imports.listings import watched
from parcelproof.imports.options import Options, unforeseen
from parcelproof.imports.outcome import PROBLEMS_SUFFIX, Outcome, list_problems
from parcelproof.imports.photos import PhotoImporter
from parcelproof.imports.planned import import_record, plan
from parcelproof.imports.recognise import Parsed, Recogniser
from parcelproof.ledger.chain import SHOP_CHAIN
from parcelproof.messages import _
from parcelproof.shop import Shop

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif", ".tiff"}


def collect(paths: Iterable[Path]) -> list[Path]:
    """Return the files to import; folders are walked in a fixed order, hidden files and problem lists left out.

    Raises
    ------
    InputError
        If a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                p for p in path.rglob("*")
                if p.is_file() and not p.is_symlink() and not any(x.startswith(".") for x in p.relative_to(path).parts)
                and not p.name.endswith(PROBLEMS_SUFFIX)
            )  # fmt: skip
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(_("There is no such file or folder."), where=str(path), mend=_("Check the name."))
    return found


class Intake:
    """Takes files into one shop, orders before tracking before records before photos.

    Parameters
    ----------
    shop : Shop
    options : Options
    """

    def __init__(self, shop: Shop, options: Options | None = None) -> None:
        self._shop = shop
        self._options = options or Options()
        self._recogniser = Recogniser(shop, self._options)

    def run(self, files: Iterable[Path]) -> Iterator[Outcome]:
        """Take files in; yield what became of each. One bad file never stops the others."""
        tables: list[Path] = []
        photos: list[Path] = []
        for path in files:
            (photos if path.suffix.lower() in PHOTO_SUFFIXES else tables).append(path)
        parsed = []
        items = [self._recogniser.parse(path) for path in tables]
        self._recogniser.take_pages(items)
        for item in items:
            if item.outcome.rejected or item.outcome.already or item.rank == 9:
                yield item.outcome
            else:
                parsed.append(item)
        for item in sorted(parsed, key=lambda p: p.rank):
            yield self._apply(item)
        if photos:
            yield from self._photos(photos)

    def _apply(self, item: Parsed) -> Outcome:
        outcome = item.outcome
        try:
            pairs = plan(self._shop, self._options, item)
            whole = [*pairs, (SHOP_CHAIN, import_record(item, len(pairs)))]
            outcome.added = self._shop.record_many(
                watched(whole, self._options.progress), source=f"import:{outcome.kind}"
            )
            outcome.added -= 1
        except ParcelproofError as error:
            outcome.rejected = str(error)
        except Exception as error:
            outcome.rejected = unforeseen(error)
        else:
            outcome.problems_file = list_problems(item.path, outcome.refused, self._shop.folder / "imports")
        return outcome

    # -- photos -------------------------------------------------------------------------------

    def _photos(self, paths: list[Path]) -> Iterator[Outcome]:
        importer = PhotoImporter(self._shop, shipment=self._options.shipment, role=self._options.role)
        for path in paths:
            outcome = Outcome(name=path.name, kind="photo", rows=1)
            try:
                chain, photo = importer.take(path.read_bytes(), path)
                outcome.already = photo is None
                if photo is not None:
                    outcome.added = self._shop.record_many([(chain, photo)], source="import:photo")
                if chain == SHOP_CHAIN:
                    outcome.notes.append(_("No shipment was found for this photo. Name it: --shipment ID"))
                else:
                    outcome.shipments.add(chain)
            except ParcelproofError as error:
                outcome.rejected = str(error)
            except OSError as error:
                outcome.rejected = _("The file cannot be read: {why}.", why=error.strerror)
            except Exception as error:
                outcome.rejected = unforeseen(error)
            yield outcome
