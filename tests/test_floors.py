"""The house: a module imports only from the floors below it, and others' code only where it may."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("source",),
    ("model", "expression"),
    ("document",),
    ("language", "markup", "files", "poses", "readback"),
    ("library", "output"),
    ("merge",),
    ("pages", "check"),
    ("cache", "artwork", "versions"),
    ("build", "catalogue", "report", "search"),
    ("compare",),
    ("batch",),
    ("cli", "web"),
    ("__main__",),
)
"""Rooms from the ground up. A room is a module, or a package whose modules may know each other."""

PAGES: tuple[tuple[str, ...], ...] = (
    ("fonts", "bidi", "linebreak", "layer", "metadata", "paths", "profile"),
    ("text",),
    ("box", "setting", "signs", "resources"),
    ("photographs", "svg", "lists", "tables", "groups", "together"),
    ("figures", "furniture"),
    ("exercise_parts", "diary"),
    ("exercises",),
    ("spacing",),
    ("blocks", "placing"),
    ("galley", "imposition"),
    ("tags", "makeup", "writer"),
    ("outline", "sheet", "parts", "slip"),
    ("pdf",),
    ("press",),
    ("run",),
)
"""The floors inside pages; modules of one floor do not know each other."""

TO_COME = {"web", "pages.bidi"}
"""Rooms that are planned and may be empty."""

ROOMS_OF_PAGES = {"errors", "document", "model.template", "model.drawing", "pages"}
"""All that pages may know: it does not know that YAML, clinics or patients exist."""

OTHERS: dict[str, tuple[str, ...]] = {
    "msgspec": ("",),
    "yaml": ("source",),
    "markdown_it": ("markup",),
    "babel": ("language",),
    "jinja2": ("merge",),
    "reportlab": ("pages.layer",),
    "svglib": ("pages.svg",),
    "PIL": ("pages.photographs",),
    "uharfbuzz": ("pages.fonts",),
    "pypdfium2": ("artwork.png", "readback", "compare.paper", "compare.pages"),
    "pikepdf": ("readback", "batch.locked"),
    "click": ("cli",),
    "flask": ("web",),
    "waitress": ("web",),
    "pebble": ("batch",),
    "python_calamine": ("batch.sheets",),
    "fsspec": ("batch.cloud",),
    "distributed": ("batch.cluster",),
    "dask": ("batch.cluster",),
}
"""Where each package of others may be imported; "" is anywhere."""

TYPES_ONLY = {("pages.figures", "reportlab")}
"""Imports that only the type checker sees."""

NETWORK = ("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "webbrowser")
SHELLS = ("cli", "web", "__main__")


def modules() -> dict[str, Path]:
    """Every module of the program by its name without the leading `handout.`."""
    found = {}
    for path in sorted((SOURCE / "handout").rglob("*.py")):
        parts = path.relative_to(SOURCE / "handout").with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


MODULES = modules()
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}


def within(name: str, room: str) -> bool:
    """Whether a dotted name is the room or something in it."""
    return room == "" or name == room or name.startswith(f"{room}.")


def imported(node: ast.AST) -> Iterator[str]:
    """Every dotted name that a node imports, by statement or by a call that names it."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            assert level == 0 and module, "imports are absolute"
            yield from (f"{module}.{alias.name}" for alias in names)
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if ast.unparse(
            function
        ) in ("import_module", "importlib.import_module", "__import__"):
            yield name


def imports(name: str) -> set[str]:
    """Everything a module imports: at the top, in functions, and for the type checker only."""
    return {found for node in ast.walk(TREES[name]) for found in imported(node)}


def own_imports(name: str) -> set[str]:
    """The modules of the program that a module imports."""
    own = set()
    for dotted in imports(name):
        if dotted == "handout" or dotted.startswith("handout."):
            parts = dotted.split(".")[1:]
            while parts and ".".join(parts) not in MODULES:
                parts.pop()
            own.add(".".join(parts) or "__init__")
    return own


def others_imports(name: str) -> set[str]:
    """The packages of others that a module imports."""
    tops = {dotted.split(".")[0] for dotted in imports(name)}
    return tops - {"handout"} - set(sys.stdlib_module_names)


def floor_of(name: str, floors: tuple[tuple[str, ...], ...]) -> int | None:
    """The number of the floor a module is on, from 0."""
    levels = [
        level for level, rooms in enumerate(floors) if any(within(name, room) for room in rooms)
    ]
    assert len(levels) < 2, f"{name} is on two floors"
    return levels[0] if levels else None


def room_of(name: str) -> str:
    """The room a module is in."""
    return name.split(".")[0]


def test_every_module_has_a_floor() -> None:
    """A new module must be given its place in the house."""
    assert len(MODULES) > 60
    homeless = {name for name in MODULES if name != "__init__" and floor_of(name, FLOORS) is None}
    inside = {name.removeprefix("pages.") for name in MODULES if name.startswith("pages.")}
    homeless |= {f"pages.{name}" for name in inside if floor_of(name, PAGES) is None}
    assert not homeless, f"give these a floor in FLOORS or PAGES: {sorted(homeless)}"


def test_every_room_is_lived_in() -> None:
    """A room that has gone is taken out of the plan."""
    planned = {room for rooms in FLOORS for room in rooms}
    planned |= {f"pages.{room}" for rooms in PAGES for room in rooms}
    empty = {room for room in planned if not any(within(name, room) for name in MODULES)}
    assert empty <= TO_COME


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_come_from_below(name: str) -> None:
    """A module knows its own room and the floors below, nothing else."""
    if name == "__init__":
        assert not own_imports(name), "the package's own module stands below the house"
        return
    level = floor_of(name, FLOORS)
    assert level is not None
    for other in sorted(own_imports(name) - {"__init__", name}):
        below = floor_of(other, FLOORS)
        assert below is not None
        assert below < level or room_of(other) == room_of(name), f"{name} imports {other}"


@pytest.mark.parametrize("name", sorted(name for name in MODULES if within(name, "pages")))
def test_pages_has_floors_of_its_own(name: str) -> None:
    """Inside pages the order is strict, and of the rest it knows very little."""
    if name == "pages":
        assert not own_imports(name) - {"pages"}
        return
    level = floor_of(name.removeprefix("pages."), PAGES)
    assert level is not None
    for other in sorted(own_imports(name) - {name}):
        assert any(within(other, room) for room in ROOMS_OF_PAGES), f"{name} imports {other}"
        if other.startswith("pages."):
            below = floor_of(other.removeprefix("pages."), PAGES)
            assert below is not None and below < level, f"{name} imports {other}"


def test_nothing_goes_round_in_circles() -> None:
    """The imports of all modules can be put in an order, also those inside functions."""
    graph = {name: own_imports(name) - {name} for name in MODULES}
    assert sum(len(below) for below in graph.values()) > 100
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_others_code_stays_where_it_may() -> None:
    """Each package of others has one door, and each door is used."""
    seen: dict[str, set[str]] = {package: set() for package in OTHERS}
    for name in MODULES:
        for package in others_imports(name):
            assert package in OTHERS, f"{name} imports {package}, which is not in the design"
            if (name, package) not in TYPES_ONLY:
                rooms = OTHERS[package]
                assert any(within(name, room) for room in rooms), f"{name} imports {package}"
                seen[package].add(name)
    unused = {package for package, names in seen.items() if not names}
    assert unused <= {"flask", "waitress"}


@pytest.mark.parametrize(("name", "package"), sorted(TYPES_ONLY))
def test_imports_for_types_are_never_run(name: str, package: str) -> None:
    """What is imported for the type checker stands under TYPE_CHECKING."""
    guarded = {
        id(node)
        for branch in ast.walk(TREES[name])
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    found = [
        node
        for node in ast.walk(TREES[name])
        if any(dotted.split(".")[0] == package for dotted in imported(node))
    ]
    assert found
    assert all(id(node) in guarded for node in found)


def test_the_network_is_not_used() -> None:
    """No module can reach the network; only the shells may open a finished leaflet."""
    looked = 0
    for name in MODULES:
        for dotted in imports(name):
            looked += 1
            for room in NETWORK:
                allowed = room in ("webbrowser", "asyncio") and within(name, "cli")
                assert allowed or not within(dotted, room), f"{name} imports {dotted}"
    assert looked > 300


def test_other_programs_are_started_in_one_place() -> None:
    """Only git is, and only to ask for what was committed."""
    starts = {name for name in MODULES if any(within(one, "subprocess") for one in imports(name))}
    assert starts == {"compare.revision"}


WORLD = (
    *("os.environ", "os.getenv", "os.getcwd", "Path.cwd", "Path.home"),
    *("date.today", "datetime.today", "datetime.now", "datetime.utcnow"),
    *("time.time", "time.localtime"),
)
WORLD_DOORS = {("pages.layer", "os.environ")}
"""ReportLab's variables are hidden while it loads."""


def test_clock_and_environment_are_read_in_the_shells_only() -> None:
    """What the world says comes in through the shells and is passed down."""
    seen = set()
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                asked = ast.unparse(node)
                for thing in WORLD:
                    if asked == thing or asked.endswith(f".{thing}"):
                        seen.add((name, thing))
    outside = {found for found in seen if not any(within(found[0], room) for room in SHELLS)}
    assert outside == WORLD_DOORS
    assert ("cli.session", "date.today") in seen
