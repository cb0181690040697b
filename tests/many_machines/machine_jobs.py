"""What workers of the tests are asked to do in place of a report."""

from __future__ import annotations

import os
import signal

from parcelproof.batch.job import Job, Outcome


def make(job: Job) -> Outcome:
    if job.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome.MADE
