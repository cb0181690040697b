"""A shop moved into a real database and a real bucket, and the machines that work on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from dask_cluster import DaskCluster
from postgres_server import PostgresServer
from s3_server import S3Server

from parcelproof.batch.cluster import Cluster
from parcelproof.batch.result import Result
from parcelproof.batch.runner import ReportRunner
from parcelproof.moving import move_shop
from parcelproof.shop import Shop
from parcelproof.shop_settings import ShopSettings


def new_places(settings: ShopSettings, postgres: PostgresServer, s3: S3Server) -> ShopSettings:
    """The settings of a shop with new, empty places."""
    bucket = s3.new_bucket()
    return settings.model_copy(
        update={
            "ledger": postgres.new_place(), "evidence": f"{bucket}/evidence", "reports": f"{bucket}/reports",
            "endpoint": s3.endpoint,
        }
    )  # fmt: skip


def moved_copy(folder: Path, target: Path, postgres: PostgresServer, s3: S3Server) -> Shop:
    """Copy the folder of a shop and move the copy; nothing of ledger and evidence is left in the folder."""
    shop = Shop(shutil.copytree(folder, target))
    move_shop(shop, new_places(shop.settings, postgres, s3))
    (target / "ledger.sqlite").unlink()
    shutil.rmtree(target / "evidence")
    return Shop(target)


def made(shop: Shop, ids: Iterable[str], dask: DaskCluster | None = None, **options: object) -> dict[str, Result]:
    """Make reports as `parcelproof batch` does, on this computer or on the machines of a cluster."""
    if dask is not None:
        options["work_off"] = Cluster(dask.address, shop)
    return {result.shipment_id: result for result in ReportRunner(shop, **options).run(list(ids))}  # type: ignore[arg-type]


def failures(results: dict[str, Result]) -> dict[str, str]:
    """What failed, in words."""
    return {name: str(result.failure) for name, result in results.items() if result.failure}


def fetched(shop: Shop, name: str) -> dict[str, bytes]:
    """The files of a report, from the bucket or from the folder."""
    if shop.shelf is not None:
        return shop.shelf.fetch(name)
    return {path.name: path.read_bytes() for path in (shop.reports_folder / name).iterdir()}
