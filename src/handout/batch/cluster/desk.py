"""What a worker on another computer has between its tasks: the workspace, unpacked, and a shop.

It makes one leaflet at a time, however many threads dask gives it, as what makes them shares much.
A leaflet that takes too long is given up: its thread cannot be stopped, so the desk takes no more
work, and whoever gave it asks for the worker to be started again.
"""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from msgspec import Struct, structs

from handout import __version__
from handout.batch.cluster.parcel import program, unpack
from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.store import sha256
from handout.batch.work import Done, Shop
from handout.errors import Problem
from handout.library import builtin


class Unlike(Exception):
    """The worker is not as this program needs it; says why, without a patient's words."""


class Kit(Struct, frozen=True):
    """What is sent to each worker at the start.

    asked: without the paths of the computer that asks. home: its roots as it writes them, "" for
    one that each installation has. parcel: its workspace, if it has one. program: what stands for
    its program.
    """

    shop: type[Shop]
    asked: Asked
    register: Register | None
    home: tuple[str, ...]
    builtin: str
    parcel: bytes
    sha256: str
    version: str
    program: str
    seconds: float

    def __repr__(self) -> str:
        return "Kit()"


class Answer(Struct, frozen=True):
    """What became of tasks, in their order; of fewer than were given where one took too long."""

    dones: tuple[Done, ...]
    is_spent: bool = False

    def __repr__(self) -> str:
        return f"Answer({len(self.dones)} tasks)"


class Desk:
    """The place of one batch at one worker."""

    def __init__(self, kit: Kit, folder: str) -> None:
        """Unpack it in a private folder below one of the worker's; raise Unlike if it cannot be."""
        self._kit = kit
        self._turn = threading.Lock()
        self._is_spent = False
        if (__version__, program()) != (kit.version, kit.program):
            raise Unlike(f"a worker has other files of handout than this computer: {__version__}")
        if sha256(kit.parcel) != kit.sha256:
            raise Unlike("the workspace did not come to a worker as it was sent")
        self._folder = Path(mkdtemp(prefix="handout-", dir=folder))
        workspace = self._folder / "workspace"
        try:
            workspace.mkdir(mode=0o700)
            if kit.parcel:
                unpack(kit.parcel, workspace)
        except (OSError, ValueError) as error:
            self.close()
            raise Unlike(f"a worker cannot unpack the workspace: {type(error).__name__}") from None
        roots = tuple(workspace if home else builtin() for home in kit.home)
        homes = (home or kit.builtin for home in kit.home)
        self._homeward = tuple(zip(map(str, roots), homes, strict=True))
        asked = structs.replace(kit.asked, roots=roots, kept_in=self._folder / "presses")
        self._shop = kit.shop(asked, kit.register)

    def answer(self, tasks: tuple[Task, ...]) -> Answer:
        """What became of the tasks."""
        with self._turn:
            return Answer(tuple(self._dones(tasks)), self._is_spent)

    def close(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _dones(self, tasks: tuple[Task, ...]) -> Iterator[Done]:
        for task in tasks:
            if self._is_spent:
                return
            yield self._done(task)

    def _done(self, task: Task) -> Done:
        """What became of a task within its time."""
        ended: list[Done] = []
        thread = threading.Thread(target=self._make, args=(task, ended), daemon=True)
        thread.start()
        thread.join(self._kit.seconds)
        if ended:
            done = ended[0]
            return structs.replace(done, problems=tuple(map(self._at_home, done.problems)))
        self._is_spent = True
        why = f"it takes longer than {self._kit.seconds:g} seconds"
        return Done(task, (Problem(f"its leaflet cannot be made: {why}"),))

    def _make(self, task: Task, ended: list[Done]) -> None:
        """Make it; whatever ends this thread early must not be told with a patient's words."""
        try:
            ended.append(self._shop.done(task))
        except BaseException as error:
            problem = Problem(f"its leaflet cannot be made: {type(error).__name__}")
            ended.append(Done(task, (problem,)))

    def _at_home(self, problem: Problem) -> Problem:
        """The problem with paths of the computer that asks."""
        message, place = problem.message, problem.place
        for here, home in self._homeward:
            message = message.replace(here, home)
            if place and place.file.startswith(here):
                place = structs.replace(place, file=home + place.file.removeprefix(here))
        return structs.replace(problem, message=message, place=place)
