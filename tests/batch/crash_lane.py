"""Runs the command line again and again in forks of one process that has the libraries loaded.

A run of the real command takes seconds before it does anything; hundreds of them would take hours. Here the process of
a command, and every Python that it starts (workers, the fork server), is a fork of one loaded process. All else is as
it is: separate processes, real signals, real deaths. ``cold`` starts the real command instead.

The process of this module takes over every process whose parent ends, so none can hide from the count at the end.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent))

from crash_points import Event, Points

from parcelproof.batch.engine.server_settings import SERVER_ENV

ENDS_WITHIN = 20.0
"""Seconds in which every process of a run has to be gone after it."""
_LIMIT = 240.0


@dataclass(frozen=True)
class Ran:
    """What became of one command.

    Attributes
    ----------
    code : int
        Exit code; negative for a signal.
    said : str
    count, fired : int
        Points passed; how often something was done to them.
    events : list of Event
    left : list of str
        Processes that did not end with it.
    """

    code: int
    said: str
    count: int
    fired: int
    events: list[Event]
    left: list[str]


class Lane:
    """One loaded process, and a root folder below which points count.

    Parameters
    ----------
    library : Path
        From `crash_points.library`.
    folder : Path
        ``root`` in it is the root; ``root/tmp`` is the folder for temporary files.
    """

    def __init__(self, library: Path, folder: Path) -> None:
        self.root = folder / "root"
        self.tmp = self.root / "tmp"
        self.tmp.mkdir(parents=True)
        self.points = Points(folder / "points", self.root)
        env = {**os.environ, "LD_PRELOAD": str(library), "CRASH_POINTS": str(self.points.path),
               "TMPDIR": str(self.tmp), "CRASH_SAID": str(folder / "said"), **SERVER_ENV}  # fmt: skip
        self._said = folder / "said"
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
        )

    def __enter__(self) -> Lane:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the loaded process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(60)

    def run(
        self, *argv: str, action: str = "count", at: int = 0, error: int = 5, env: Mapping[str, str] | None = None,
        cold: bool = False, kill_after: float | None = None,
    ) -> Ran:  # fmt: skip
        """Run ``parcelproof`` with these words.

        Parameters
        ----------
        *argv : str
        action, at, error
            What is done at which point; see `crash_points.Points.arm`.
        env : mapping, optional
            Variables to add.
        cold : bool
            Start the real command, with nothing loaded.
        kill_after : float, optional
            Seconds after which the group is killed, whatever it is doing.
        """
        wanted = {"commands": [argv], "action": action, "at": at, "error": error, "env": dict(env or {}), "cold": cold,
                  "kill_after": kill_after}  # fmt: skip
        return self._ask(wanted)[0]

    def together(self, commands: Sequence[Sequence[str]], *, env: Mapping[str, str]) -> list[Ran]:
        """Run several commands at the same time; ``writer`` is one too, see ``crash_writer.py``."""
        return self._ask({
            "commands": commands, "action": "count", "at": 0, "error": 0, "env": dict(env), "cold": False,
            "kill_after": None,
        })  # fmt: skip

    def _ask(self, wanted: Mapping[str, Any]) -> list[Ran]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The loaded process ended ({self._process.wait()}).")
        told: dict[str, Any] = json.loads(answer)
        self.points.disarm()
        count, fired, events = self.points.count, self.points.fired, self.points.events()
        return [
            Ran(code, Path(f"{self._said}-{n}").read_text(errors="replace"), count, fired, events, told["left"])
            for n, code in enumerate(told["codes"])
        ]


# -- the loaded process -----------------------------------------------------------------------------


class ForkedPython:
    """Stands in for `subprocess.Popen` of a Python that runs a text: a fork of this process runs it."""

    def __init__(
        self, args: Sequence[str], *, pass_fds: Sequence[int] = (), env: Mapping[str, str] | None = None,
        start_new_session: bool = False, stdin: Any = None, stdout: Any = None, stderr: Any = None, **_more: Any,
    ) -> None:  # fmt: skip
        self.args, self.returncode = args, None
        self.stdin = self.stdout = self.stderr = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                atexit._clear()  # what the process that starts this one registered is not this one's
                if start_new_session:
                    os.setsid()
                nowhere = os.open(os.devnull, os.O_RDWR)
                for fd, where in enumerate((stdin, stdout, stderr)):
                    if where == subprocess.DEVNULL:
                        os.dup2(nowhere, fd)
                for fd in [int(name) for name in os.listdir("/proc/self/fd")]:  # noqa: PTH208
                    if fd > 2 and fd not in pass_fds:
                        with contextlib.suppress(OSError):
                            os.close(fd)
                if env is not None:
                    os.environ.clear()
                    os.environ.update(env)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                place = list(args).index("-c")
                sys.argv = ["-c", *args[place + 2 :]]
                exec(compile(args[place + 1], "<string>", "exec"), {"__name__": "__main__"})
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
            finally:
                os._exit(code)

    def poll(self) -> int | None:
        if self.returncode is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(list(self.args), timeout or 0)
            time.sleep(0.002)
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def __enter__(self) -> ForkedPython:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self.wait()


def _load() -> None:
    """Load all that a run loads, and see to it that each Python that a run starts is a fork."""
    import multiprocessing
    import multiprocessing.forkserver

    import parcelproof.batch.engine.client
    import parcelproof.batch.engine.server
    import parcelproof.batch.engine.shell
    import parcelproof.batch.engine.warm
    import parcelproof.batch.runner
    import parcelproof.cli
    import parcelproof.imports
    import parcelproof.report.pdf  # noqa: F401

    popen, context = subprocess.Popen, multiprocessing.get_context
    clean = {"spawn", "forkserver"}

    def start(args: Any, *more: Any, **options: Any) -> Any:
        ours = isinstance(args, list) and args[:1] == [sys.executable] and "-c" in args[:5] and not more
        return (ForkedPython if ours else popen)(args, *more, **options)

    subprocess.Popen = start  # type: ignore[assignment, misc]
    multiprocessing.get_context = lambda method=None: context("fork" if method in clean else method)  # type: ignore[assignment]
    multiprocessing.forkserver.ensure_running = lambda: None


def _adopt() -> None:
    import ctypes

    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def _serve() -> None:
    import gc
    import tempfile

    _adopt()
    _load()
    tempfile.tempdir = None
    gc.collect()
    gc.freeze()
    assert len(os.listdir("/proc/self/task")) == 1, "a fork would miss the other threads"  # noqa: PTH208
    points = Points(Path(os.environ["CRASH_POINTS"]))
    for line in sys.stdin:
        wanted = json.loads(line)
        pids = []
        for number in range(len(wanted["commands"])):
            pids.append(os.fork())
            if pids[-1] == 0:
                _command(wanted, number, points)  # comes back only where the command is forked, not started
                return
        codes = [_wait(pid, wanted["kill_after"]) for pid in pids]
        left = _end_all()
        sys.stdout.write(json.dumps({"codes": codes, "left": left}) + "\n")
        sys.stdout.flush()


def _command(wanted: dict[str, Any], number: int, points: Points) -> None:
    argv = wanted["commands"][number]
    os.setsid()
    os.chdir("/")
    said = os.open(f"{os.environ['CRASH_SAID']}-{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    for fd, target in ((nowhere, 0), (said, 1), (said, 2)):
        os.dup2(fd, target)
    os.closerange(3, 256)  # the points are mapped, not open
    os.environ.update(wanted["env"])
    sys.argv = ["parcelproof", *argv]
    points.arm(wanted["action"], wanted["at"], wanted["error"], os.getpid())
    if wanted["cold"]:
        os.execv(sys.executable, [sys.executable, "-m", "parcelproof", *argv])
    if argv[0] == "writer":
        from crash_writer import write

        write(*argv[1:])
        return
    from parcelproof.cli import main

    main()


def _wait(pid: int, kill_after: float | None) -> int:
    until = time.monotonic() + (_LIMIT if kill_after is None else kill_after)
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            until += _LIMIT
        time.sleep(0.002)


def _end_all() -> list[str]:
    """Wait until no descendant is left; name and kill those that stay."""
    until = time.monotonic() + ENDS_WITHIN
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        children = psutil.Process().children(recursive=True)
        if not children:
            return []
        if time.monotonic() > until:
            break
        time.sleep(0.005)
    names = []
    for child in children:
        with contextlib.suppress(psutil.Error):
            names.append(f"{child.pid} of {child.ppid()}: {' '.join(child.cmdline())[:100]} {child.status()}")
            child.kill()
    return names


if __name__ == "__main__":
    _serve()
