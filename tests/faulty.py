"""Shops that go wrong in a worker, in ways that real ones must not; workers import them."""

import os
import signal

from handout.batch.plan import Task
from handout.batch.work import Done, Shop


class Deadly(Shop):
    """Kills its worker at row 5."""

    def done(self, task: Task) -> Done:
        """A leaflet, or nobody is left to make it."""
        if task.row == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().done(task)


class Telling(Shop):
    """Fails with the patient's name in its message, and in a way that nobody catches."""

    def done(self, task: Task) -> Done:
        """Never come to."""
        patient = task.visit.patient
        raise SystemExit(f"{patient.given} {patient.family}")
