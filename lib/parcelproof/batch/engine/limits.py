"""What one notebook may use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one notebook may use before it is stopped, in words.

    Attributes
    ----------
    seconds : float
        From its first cell to its last, by the clock on the wall.
    memory_mb : int
        Address space beyond what the preloaded libraries take, MiB; held by every process the notebook begins.
    cpu_seconds : int
        Processor time of one process.
    output_mb : int
        All that its cells show, MiB; what is more is cut, and the notebook says so. A cell does not fail for it.
    """

    seconds: float = 3600
    memory_mb: int = 4096
    cpu_seconds: int = 3600
    output_mb: int = 100

    def __post_init__(self) -> None:
        if min(self.seconds, self.memory_mb, self.cpu_seconds, self.output_mb) <= 0:
            raise ValueError("every limit is above zero")
