"""Writes the sample shop's files into a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcelproof.errors import InputError
from parcelproof.sample.orders import order_files
from parcelproof.sample.photos import photo_files
from parcelproof.sample.product_files import EXPORT, listing_export, product_files
from parcelproof.sample.product_stories import load_products
from parcelproof.sample.records import record_files
from parcelproof.sample.stories import SampleShop, load_shop
from parcelproof.sample.tracking import tracking_files

SELLER_ZONE = "Asia/Shanghai"
"""Time zone of the sample seller: what a shop that imports these files should be set to."""

AS_OF = "2026-11-20T09:00:00+08:00"
"""The day on which the stories are told; later scans have not happened yet."""


@dataclass(frozen=True)
class SampleSummary:
    """What was written.

    Attributes
    ----------
    folder : Path
    shipments, files, photos, bytes : int
    """

    folder: Path
    shipments: int
    files: int
    photos: int
    bytes: int


def sample_files(shop: SampleShop) -> Iterator[tuple[str, bytes]]:
    """Yield the name below the folder and the content of every file, always the same ones."""
    for folder, files in (
        ("orders", order_files(shop)),
        ("tracking", tracking_files(shop.stories)),
        ("records", record_files(shop)),
    ):
        for name, data in files.items():
            yield f"{folder}/{name}", data
    products = load_products(shop.goods)
    yield f"listings/{EXPORT}", listing_export(products)[0]
    for name, data in product_files(products):
        yield f"products/{name}", data
    for name, data in photo_files(shop):
        yield f"photos/{name}", data


def write_sample(folder: Path) -> SampleSummary:
    """Write export files, photos and records of the sample shop.

    Parameters
    ----------
    folder : Path
        Made if it does not exist. Files of an earlier run are written again.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    shop = load_shop()
    files = photos = size = 0
    try:
        for name, data in sample_files(shop):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            files, size = files + 1, size + len(data)
            photos += name.startswith("photos/")
        # An export says nothing about its day: the import takes the time of the file.
        fetched = listing_export(load_products(shop.goods))[1].timestamp()
        os.utime(folder / "listings" / EXPORT, (fetched, fetched))
    except OSError as error:
        raise InputError(
            f"The sample files cannot be written ({error.strerror}).",
            where=str(folder),
            mend="Choose a folder that you may write to, with 15 MB of free space.",
        ) from error
    return SampleSummary(folder, len(shop.stories), files, photos, size)
