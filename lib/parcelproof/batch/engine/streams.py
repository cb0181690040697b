"""``sys.stdout`` and ``sys.stderr`` of a notebook, and what its processes write past them."""

from __future__ import annotations

import codecs
import io
import os
import select
import threading
import time
from collections.abc import Iterable

from parcelproof.batch.engine.outputs import Outputs

_FLUSH_AFTER = 0.2
"""Seconds after which the kernel's streams show what was written, asked for or not."""
_PIECE = 1 << 16
_AT_ONCE = 16


class CellStream(io.TextIOBase):
    """One of the two streams, as the kernel's behaves: written to a buffer, shown on flush.

    Parameters
    ----------
    name : str
        ``stdout`` or ``stderr``.
    fd : int
        The stream's number in the operating system; replaced by a pipe that is read here.
    outputs : Outputs
    """

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name: str, fd: int, outputs: Outputs) -> None:
        self.name = name
        self._outputs = outputs
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._buffer: list[str] = []
        self._length = 0
        self._due = 0.0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._number = fd
        self._before = os.dup(fd)
        self.pipe, end = os.pipe()
        os.set_blocking(self.pipe, False)
        os.dup2(end, fd)
        os.close(end)

    def fileno(self) -> int:
        """Return the number of what the stream was before it was a notebook's, as the kernel does."""
        return self._before

    def isatty(self) -> bool:
        """No person looks."""
        return False

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, text: str) -> int:
        """Keep a text until the next flush."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._pid:  # a process that the notebook forked: its parent reads the pipe
            _write_all(self._number, text.encode("utf-8", "replace"))
            return len(text)
        with self._lock:
            self.drain()
            self._keep(text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
        """Write several texts."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Show what was written."""
        if os.getpid() != self._pid:
            return
        with self._lock:
            self.drain()
            self._show()

    def drain(self) -> None:
        """Take in what stands in the pipe; never waits."""
        with self._lock:
            for _ in range(_AT_ONCE):  # a process that writes without end must not hold the notebook here
                try:
                    piece = os.read(self.pipe, _PIECE)
                except OSError:  # nothing there, or a cell closed it
                    return
                if not piece:
                    return
                self._keep(self._decoder.decode(piece))

    def _keep(self, text: str) -> None:
        if not text or self._outputs.full:
            return
        now = time.monotonic()
        if self._buffer and now > self._due:
            self._show()
        if not self._buffer:
            self._due = now + _FLUSH_AFTER
        # One text beyond the limit is enough to say that it is passed.
        self._buffer.append(text[: self._outputs.room + 1])
        self._length += len(text)
        if self._length > self._outputs.room:
            self._show()

    def _show(self) -> None:
        if self._buffer:
            text = "".join(self._buffer)
            self._buffer.clear()
            self._length = 0
            # A half character pair cannot be written to a file.
            self._outputs.take("stream", {"name": self.name, "text": text.encode("utf-8", "replace").decode()})


def watch(streams: Iterable[CellStream]) -> None:
    """Keep reading the pipes, so that no process of the notebook ever waits for a reader."""
    by_pipe = {stream.pipe: stream for stream in streams}
    threading.Thread(target=_watch, args=(by_pipe,), name="streams", daemon=True).start()


def _watch(by_pipe: dict[int, CellStream]) -> None:
    poll = select.poll()
    for pipe in by_pipe:
        poll.register(pipe, select.POLLIN)
    while by_pipe:
        for pipe, event in poll.poll():
            if event & select.POLLIN:
                by_pipe[pipe].drain()
            else:
                poll.unregister(pipe)
                del by_pipe[pipe]


def _write_all(fd: int, data: bytes) -> None:
    while data:
        data = data[os.write(fd, data) :]
