"""Reports on many machines: real scheduler, real workers, real PostgreSQL, real S3 server; the same bytes as here."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from dask_cluster import DaskCluster, running_cluster
from machine_jobs import make
from machines import failures, fetched, made, moved_copy
from postgres_server import PostgresServer
from s3_server import KEYS, S3Server
from small_shop import IDS, build_small_shop

from parcelproof.batch import cluster
from parcelproof.batch.cluster import Cluster
from parcelproof.batch.job import Job
from parcelproof.errors import ShopError
from parcelproof.ledger.records import Gift
from parcelproof.shop import Shop

pytestmark = [pytest.mark.slow, pytest.mark.notebook, pytest.mark.usefixtures("s3_keys", "sample_now")]
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_day: str) -> Path:
    """Four parcels in a folder; no test writes into it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PARCELPROOF_NOW", sample_day)
        return build_small_shop(tmp_path_factory.mktemp("parcels")).folder


@pytest.fixture
def shop(folder: Path, tmp_path: Path, postgres: PostgresServer, s3: S3Server) -> Shop:
    """The same four parcels in a database and a bucket."""
    return moved_copy(folder, tmp_path / "shop", postgres, s3)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler and two workers, which know nothing but the keys of the bucket."""
    place = tmp_path_factory.mktemp("dask")
    python = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    with running_cluster(place, {**KEYS, "PARCELPROOF_WORK": str(place / "work"), "PYTHONPATH": python}) as running:
        yield running


def test_reports_of_many_machines_have_the_bytes_of_this_one(
    folder: Path, shop: Shop, dask: DaskCluster, tmp_path: Path
) -> None:
    local = Shop(shutil.copytree(folder, tmp_path / "local"))
    assert failures(made(local, IDS)) == {}
    assert failures(made(shop, IDS, dask)) == {}
    for name in IDS:
        here, there = fetched(local, name), fetched(shop, name)
        assert set(there) == {"report.ipynb", "report.html", "report.pdf", "packet.html", "packet.pdf"}
        for file in ("report.pdf", "packet.pdf", "report.html", "packet.html"):
            assert there[file] == here[file], f"{name}/{file}"
    # A second run plans by the marks in the bucket, and has nothing to do.
    assert {r.unchanged for r in made(shop, IDS, dask).values()} == {True}
    shop.record(IDS[0], Gift(description="a ribbon", on_product_page=True))
    results = made(shop, IDS, dask)
    assert [name for name, result in results.items() if not result.unchanged] == [IDS[0]]
    assert failures(results) == {}
    assert not shop.reports_folder.exists() or list(shop.reports_folder.iterdir()) == []
    left = [path for path in (dask.folder / "work").rglob("*") if path.suffix in {".pdf", ".html", ".ipynb"}]
    assert left == []


def test_a_worker_that_is_killed_takes_nothing_along(
    shop: Shop, dask: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "AT_ONCE", 1)
    victim = dask.add_worker()
    dask.wait_for(3)
    work = Cluster(dask.address, shop)
    killed = threading.Event()

    def kill_when_at_work() -> None:
        # A lease in the database tells that a report is being made; which worker makes it is told by the scheduler.
        with work._distributed.Client(dask.address, set_as_default=False) as client:
            name = f"w{len(dask.workers) - 1}"
            while not killed.is_set():
                at_work = client.run_on_scheduler(
                    lambda dask_scheduler: [w.name for w in dask_scheduler.workers.values() if w.processing]
                )
                if name in at_work:
                    dask.kill(victim)
                    killed.set()

    watcher = threading.Thread(target=kill_when_at_work, daemon=True)
    watcher.start()
    results = made(shop, IDS, dask)
    killed.set()
    watcher.join(30)
    assert victim.poll() is not None, "the worker was never at work"
    assert failures(results) == {}
    for name in IDS:
        assert fetched(shop, name)["report.pdf"].startswith(b"%PDF")
    assert shop.verify() == []


def test_a_worker_that_dies_again_and_again_over_one_report_is_told_and_stops_no_other(
    shop: Shop, dask: DaskCluster
) -> None:
    work = Cluster(dask.address, shop)
    jobs = [Job(name, "", shop.folder, shop.now()) for name in ("good-1", "deadly", "good-2")]
    # The deadly one ends two with the others beside it, and two more alone.
    for _ in range(3):
        dask.add_worker()
    dask.wait_for(5)
    done = {job.name: future for job, future in work(jobs, make, workers=2)}
    assert set(done) == {"good-1", "deadly", "good-2"}
    assert "ended from outside" in str(done["deadly"].exception())
    assert done["good-1"].result() == done["good-2"].result() == "made"


def test_no_address_no_worker_no_shared_shop_are_said_in_words(folder: Path, shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ShopError, match="other machines cannot reach it") as caught:
        Cluster("tcp://127.0.0.1:9", Shop(folder))
    assert "docs/many_machines.md" in caught.value.mend
    nobody = Cluster("tcp://127.0.0.1:9", shop)
    with pytest.raises(ShopError, match="does not answer"):
        list(nobody([Job(IDS[0], "", shop.folder, shop.now())], make, workers=1))
    with (
        running_cluster(tmp_path / "dask", {}, workers=0) as empty,
        pytest.raises(ShopError, match="no machine to work on"),
    ):
        list(Cluster(empty.address, shop)([], make, workers=1))
