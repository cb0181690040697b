"""Whatever one notebook does, the next one finds all as it was; what went wrong is told in words, and nothing stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from engine_cases import notebook

from parcelproof.batch.engine import Executor, Limits, NotebookStopped
from parcelproof.batch.engine.papermill_engine import write_whole
from parcelproof.batch.engine.server_settings import REPORTS

pytestmark = [pytest.mark.notebook, pytest.mark.slow]

PROBE = """\
import builtins, os, sys, json, threading, tempfile, random, signal, resource
import parcelproof.clock
print(json.dumps({
    "names": sorted(n for n in globals() if not n.startswith("_")),
    "patched": hasattr(json, "ruined") or abs(-3) != 3 or hasattr(parcelproof.clock, "ruined"),
    "cwd": os.getcwd(),
    "variable": os.environ.get("RUINED"),
    "threads": sorted(t.name for t in threading.enumerate()),
    "memory": int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20 < 400,
    "path": "/ruined" in sys.path,
    "umask": os.umask(0o022),
    "alarm": signal.getitimer(signal.ITIMER_REAL)[0],
    "term": signal.getsignal(signal.SIGTERM) == signal.SIG_DFL,
    "fds": len(os.listdir("/proc/self/fd")),
}, sort_keys=True))
"""

ENDS_WELL = {
    "globals": "shipment_id = 'other'; secret = 1; __builtins__.ruined = 2",
    "patches": "import json, builtins as b, parcelproof.clock as c\njson.ruined = c.ruined = 1\nb.abs = lambda x: 7",
    "folder": "import os\nos.mkdir('deep'); os.chdir('deep'); os.rmdir('../deep')",
    "environment": (
        "import os, sys\nos.environ.clear()\nos.environ['RUINED'] = '1'; sys.path.insert(0, '/ruined'); os.umask(0)"
    ),
    "memory": "leak = bytearray(500 << 20)\nlen(leak)",
    "children": (
        "import os, subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n    os._exit(0)"
    ),
    "a fork that goes on": "import os\nos.fork()\nprint('both')",
    "threads": "import threading, time\n[threading.Thread(target=time.sleep, args=(600,)).start() for _ in range(5)]",
    "signals": "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN); signal.setitimer(signal.ITIMER_REAL, 99)",
    "streams": "import sys, os\nos.close(1); os.close(2); os.close(0)",
    "open files": "files = [open('/dev/null') for _ in range(200)]",
    "sockets": "import socket\ns = socket.create_server(('127.0.0.1', 0)); s.listen()",
    "shared memory": (
        "from multiprocessing.shared_memory import SharedMemory\n"
        "m = SharedMemory('parcelproof_leak', create=True, size=1 << 20)"
    ),
    "sequence of exit": "import atexit, os\natexit.register(os._exit, 0)",
}
IS_STOPPED = {
    "leaves at once": ("import os\nos._exit(7)", {}, "ended the process of the notebook (exit code 7)"),
    "hangs": ("import time\ntime.sleep(600)", {"seconds": 1.0}, "took longer than 1 seconds"),
    "hangs and hears nothing": (
        "import signal, time\n[signal.signal(s, signal.SIG_IGN) for s in (2, 15)]\nwhile True:\n    time.sleep(1)",
        {"seconds": 1.0}, "took longer than 1 seconds",
    ),
    "breaks the shell": ("get_ipython().run_cell = None", {}, "The shell of the notebook broke"),
    "crashes": ("import ctypes\nctypes.string_at(0)", {}, "crashed (SIGSEGV)"),
    "kills itself": ("import os\nos.kill(os.getpid(), 9)", {}, "killed from outside"),
    "stands still": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", {"seconds": 1.0}, "took longer than"),
    "computes for ever": ("while True: pass", {"cpu_seconds": 1}, "more than 1 seconds of the processor"),
    "closes what is not its own": ("import os\nos.closerange(3, 4096)", {}, "lost the way back"),
    "writes into the way back": (
        "import os\nfor fd in range(190, 230):\n    try: os.write(fd, b'\\0' * 7 + b'\\1x')\n    except OSError: pass",
        {}, "cannot be read",
    ),
    "is killed with shared memory": (
        "import os\nfrom multiprocessing.shared_memory import SharedMemory\n"
        "m = SharedMemory('parcelproof_leak', create=True, size=1 << 20)\nos.kill(os.getpid(), 9)",
        {}, "killed from outside",
    ),
    "kills the server": ("import os, time\nos.kill(os.getppid(), 9); time.sleep(600)", {}, "was ended from outside"),
}  # fmt: skip


@pytest.fixture(scope="module")
def runner() -> Iterator[Executor]:
    with Executor(REPORTS) as executor:
        yield executor


def run(executor: Executor, folder: Path, *cells: str, **limits: Any) -> nbformat.NotebookNode:
    return papermill.execute_notebook(
        notebook(cells), str(folder / "out.ipynb"), engine_name="parcelproof", progress_bar=False, executor=executor,
        cwd=str(folder), limits=Limits(**{"seconds": 60.0, **limits}), env={"IPYTHONDIR": str(folder / "ipython")},
    )  # fmt: skip


def probe(executor: Executor, folder: Path) -> dict[str, Any]:
    nb = run(executor, folder, PROBE)
    found: dict[str, Any] = json.loads(nb.cells[1].outputs[0].text)
    return found


def text(nb: nbformat.NotebookNode) -> str:
    return "".join(o.text for c in nb.cells for o in c.get("outputs", ()) if o.output_type == "stream")


def descendants(executor: Executor) -> list[psutil.Process]:
    return psutil.Process(executor.server_pid).children(recursive=True)


def server_fds(executor: Executor) -> int:
    return len(list(Path(f"/proc/{executor.server_pid}/fd").iterdir()))


@pytest.fixture(scope="module")
def clean(runner: Executor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return {**probe(runner, tmp_path_factory.mktemp("clean")), "cwd": None}


def assert_as_before(executor: Executor, clean: dict[str, Any], folder: Path, before: list[str]) -> None:
    assert descendants(executor) == []
    assert not list(Path("/dev/shm").glob("*parcelproof_leak*"))
    assert {p.name for p in folder.iterdir()} <= {"out.ipynb", "ipython"}
    now = probe(executor, folder)
    assert now.pop("cwd") == str(folder)
    assert now == {k: v for k, v in clean.items() if k != "cwd"}
    assert sorted(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


@pytest.mark.parametrize("case", ENDS_WELL)
def test_nothing_of_a_notebook_stays(runner: Executor, clean: dict[str, Any], tmp_path: Path, case: str) -> None:
    fds, held = sorted(os.listdir("/proc/self/fd")), server_fds(runner)  # noqa: PTH208
    nb = run(runner, tmp_path, ENDS_WELL[case], "'the end'")
    if case != "streams":
        assert nb.cells[2].outputs[-1]["data"]["text/plain"] == "'the end'"
    assert_as_before(runner, clean, tmp_path, fds)
    assert server_fds(runner) == held


@pytest.mark.parametrize("case", IS_STOPPED)
def test_a_notebook_that_is_stopped_says_why(
    runner: Executor, clean: dict[str, Any], tmp_path: Path, case: str
) -> None:
    assert runner.server_pid
    fds = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    source, limits, words = IS_STOPPED[case]
    with pytest.raises(NotebookStopped) as caught:
        run(runner, tmp_path, "print('before')", source, "print('after')", **limits)
    assert words in caught.value.what
    assert caught.value.where == ("step 3" if case == "breaks the shell" else "step 2")
    left = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert text(left) == "before\n"
    assert [c.metadata.papermill["status"] for c in left.cells[1:4]] == [
        "completed",
        *(("completed", "failed") if case == "breaks the shell" else ("failed", "pending")),
    ]
    assert runner.server_pid
    assert_as_before(runner, clean, tmp_path, sorted(os.listdir("/proc/self/fd")))  # noqa: PTH208
    assert len(os.listdir("/proc/self/fd")) == fds  # noqa: PTH208


def test_one_cell_has_its_own_time(runner: Executor, tmp_path: Path) -> None:
    with pytest.raises(NotebookStopped, match="A step took longer than 1 seconds"):
        papermill.execute_notebook(
            notebook(["1", "while True: pass"]), str(tmp_path / "out.ipynb"), engine_name="parcelproof",
            progress_bar=False, executor=runner, execution_timeout=1,
        )  # fmt: skip


def test_too_much_memory_fails_the_cell_and_nothing_else(runner: Executor, tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError, match="MemoryError"):
        run(runner, tmp_path, "leak = bytearray(500 << 20)", memory_mb=200)


@pytest.mark.parametrize(
    "flood",
    [
        "for _ in range(1000):\n    print('x' * 1_000_000)",
        "print('x' * 300_000_000)",
        "import subprocess\nsubprocess.run('head -c 300000000 /dev/zero', shell=True)",
        "from IPython.display import HTML, display\nfor _ in range(100):\n    display(HTML('<p>' + 'x' * 1_000_000))",
    ],
)
def test_a_flood_is_cut_with_words(runner: Executor, tmp_path: Path, flood: str) -> None:
    nb = run(runner, tmp_path, flood, "print('next')", "1 + 1", output_mb=2)
    assert (tmp_path / "out.ipynb").stat().st_size < (13 << 20)  # a NUL takes six characters in JSON
    assert text(nb).count("[The output is cut here: this notebook shows more than 2 MB.]") == 1
    assert nb.cells[3].metadata.papermill["status"] == "completed"


def test_an_error_is_told_where_nothing_else_has_room(runner: Executor, tmp_path: Path) -> None:
    with pytest.raises(papermill.PapermillExecutionError, match="too sad"):
        run(runner, tmp_path, "print('x' * 3_000_000)", "raise ValueError('too sad')", output_mb=1)


def test_every_notebook_draws_numbers_of_its_own(runner: Executor, tmp_path: Path) -> None:
    source = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    one, other = (text(run(runner, tmp_path, source)).split() for _ in range(2))
    assert not set(one) & set(other)


def test_exit_ends_the_notebook(runner: Executor, tmp_path: Path) -> None:
    with pytest.raises(NotebookStopped, match="asked the notebook to exit"):
        run(runner, tmp_path, "exit()", "print('after')")


def test_what_a_notebook_registers_for_its_end_is_done(runner: Executor, tmp_path: Path) -> None:
    run(runner, tmp_path, "import atexit, pathlib\natexit.register(pathlib.Path('made').touch)")
    assert (tmp_path / "made").exists()


def test_a_notebook_with_widgets_gets_a_whole_kernel(runner: Executor, tmp_path: Path) -> None:
    # Neither the text of the first names widgets nor that of the second; only the run shows that it makes one.
    nb = run(runner, tmp_path, "from importlib import import_module", "import_module('ipy' + 'widgets').IntSlider(3)")
    assert "application/vnd.jupyter.widget-view+json" in nb.cells[2].outputs[0]["data"]
    assert "application/vnd.jupyter.widget-state+json" in nb.metadata["widgets"]


def test_memory_does_not_grow(runner: Executor, tmp_path: Path) -> None:
    # Resident memory: what is private or shared changes with what other processes load.
    def held() -> int:
        return int(psutil.Process(runner.server_pid).memory_info().rss + psutil.Process().memory_info().rss)

    # The bare engine, without what papermill does around it: two hundred runs in little time.
    from parcelproof.batch.engine.work import Work

    cells = [{"index": 0, "source": "x = list(range(100_000))\nlen(x)", "may_fail": False}]
    work = Work(cells=cells, cwd=str(tmp_path), env=dict(os.environ), limits=Limits())
    told: list[dict[str, Any]] = []
    for _ in range(20):
        runner.execute(work, told.append)
    before = held()
    for _ in range(200):
        told.clear()
        runner.execute(work, told.append)
    assert held() - before < (8 << 20)
    assert [m["kind"] for m in told] == ["start", "done", "end"]
    assert psutil.Process(runner.server_pid).memory_full_info().pss < (250 << 20)


def test_nothing_outlives_who_asked(tmp_path: Path) -> None:
    code = (
        "import os, papermill, sys\nsys.path.insert(0, sys.argv[2])\nfrom engine_cases import notebook\n"
        'cell = \'import os, pathlib, time\\npathlib.Path("pid").write_text(f"{os.getpid()} {os.getppid()}")\\n'
        "os.kill(' + str(os.getpid()) + ', 9); time.sleep(600)'\n"
        "papermill.execute_notebook(notebook([cell]), 'out.ipynb', engine_name='parcelproof', cwd=sys.argv[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)], cwd=tmp_path, check=False,
        capture_output=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    pids = [int(p) for p in (tmp_path / "pid").read_text().split()]
    until = time.monotonic() + 10
    while time.monotonic() < until and any(map(psutil.pid_exists, pids)):
        time.sleep(0.01)
    assert [p for p in pids if psutil.pid_exists(p) and psutil.Process(p).status() != psutil.STATUS_ZOMBIE] == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.ipynb"
    path.write_text("old")
    monkeypatch.setattr("os.fsync", lambda fd: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("out.ipynb", "old")]


def test_from_the_shell(tmp_path: Path) -> None:
    nbformat.write(notebook(["a = 1", "print('a is', a)"]), tmp_path / "in.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "parcelproof", "in.ipynb", "out.ipynb", "-p", "b", "2"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert text(nbformat.read(tmp_path / "out.ipynb", as_version=4)) == "a is 1\n"
    assert {p.name for p in tmp_path.iterdir()} == {"in.ipynb", "out.ipynb"}
