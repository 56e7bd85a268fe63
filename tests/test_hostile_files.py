"""Files that mean harm: one clear message with its place, no leaflet, soon and in little memory.

All are built by one process of its own, one after the other, through the command line.
"""

import io
import json
import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from handout.errors import HandoutError
from small_clinic import CLINIC, LOOK, Workspace, topic, workspace

SECONDS = 2.0
MEGABYTES = 300

WORKER = """
import contextlib, io, json, os, resource, sys, time, warnings
from pathlib import Path
from handout.cli import program
warnings.simplefilter("error")
def peak():  # not ru_maxrss, which on Linux starts from what the parent process had
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
limit = 2_000_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
for name in sys.argv[1:]:
    folder, said, begun = Path(name), io.StringIO(), time.perf_counter()
    os.environ["HANDOUT_CACHE"] = str(folder / "cache")
    arguments = ["-C", name, "build", "tea", "--template", "plain", "-o", str(folder / "tea.pdf")]
    if (folder / "visit.yaml").exists():
        arguments += ["--visit", str(folder / "visit.yaml")]
    code = "none"
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            program.main(arguments, "handout")
        except SystemExit as ended:
            code = ended.code
        except BaseException as bug:
            code = f"{type(bug).__name__}: {bug}"[:200]
    print(json.dumps({
        "code": code, "said": said.getvalue(), "seconds": time.perf_counter() - begun,
        "megabytes": peak(),
    }), flush=True)
"""


@dataclass(frozen=True)
class Case:
    """A hostile workspace: what its topic holds, files beside it, and what must be said of it.

    places: the file and position of each message; says: a pattern of the first one.
    """

    says: str
    place: str = "handouts/tea.yaml:14:9"
    blocks: str = "- text: Drink tea."
    files: dict[str, str | bytes] = field(default_factory=dict)
    prepare: Callable[[Workspace], object] | None = None
    known: str = ""


def figure(name: str) -> str:
    """A block that shows a picture."""
    return f"- figure: {name}\n  alt: A cup.\n  caption: A cup"


def picture(name: str, content: str | bytes, says: str, place: str = "", known: str = "") -> Case:
    """A case whose topic shows this picture."""
    files = {f"handouts/figures/{name}": content}
    return Case(says, place or "handouts/tea.yaml:14:9", figure(name), files, known=known)


def placed(name: str, says: str, prepare: Callable[[Workspace], object]) -> Case:
    """A case whose topic shows a picture that is put there in another way."""

    def make(made: Workspace) -> None:
        (made.folder / "handouts" / "figures").mkdir(parents=True)
        prepare(made)

    return Case(says, blocks=figure(name), prepare=make)


def link(name: str, to: str) -> Callable[[Workspace], object]:
    """A symbolic link among the pictures."""
    return lambda made: (made.folder / "handouts" / "figures" / name).symlink_to(to)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """An image as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claimed(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


def svg(inside: str, before: str = "", **attributes: str) -> str:
    """An SVG file of 40 by 40."""
    named = {"width": "40", "height": "40"} | attributes
    listed = " ".join(f'{name}="{value}"' for name, value in named.items())
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {space} {listed}>{inside}</svg>"


RED = Image.new("RGB", (60, 40), (200, 30, 30))
PATH = '<path d="M0 0L40 0L40 40Z" fill="#f00"/>'
DOCTYPE = '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMB = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [*{last}, *{last}, *{last}, *{last}]\n"
    for last, name in zip("abcdefgh", "bcdefghi", strict=True)
)
RAW = "handouts/tea.yaml"
NO_HOURS = "{monday: 25:00-99:99}"
HIDDEN = '<?xml version="1.0" encoding="UTF-7"?>'
PREFIXED = '<x-y:text xmlns:x-y="http://www.w3.org/2000/svg">Tea</x-y:text>'

CASES = {
    "yaml bomb": Case("anchors \\(&name\\) are not allowed", f"{RAW}:1:4", files={RAW: BOMB}),
    "merge bomb": Case("anchors", f"{RAW}:1:4", files={RAW: "a: &a {<<: *a}\n<<: [*a, *a]\n"}),
    "deep lists": Case(
        "lists and fields are nested more than 20 deep", f"{RAW}:1:21", files={RAW: "[" * 100_000}
    ),
    "deep fields": Case(
        "lists and fields are nested more than 20 deep", f"{RAW}:1:81", files={RAW: "{a: " * 50_000}
    ),
    "too large": Case("the file is larger than 1 MB", RAW, files={RAW: "a: " + "x" * 2_000_000}),
    "too many values": Case(
        "the file holds more than 50000 values", f"{RAW}:49999:3",
        files={RAW: "a:\n" + "- x\n" * 60_000},
    ),
    "not text": Case("the file is not UTF-8 text", f"{RAW}:1:5", files={RAW: b"id: \xff\xfe"}),
    "control character": Case(
        "the character U\\+0000 is not allowed", f"{RAW}:1:6", files={RAW: "id: t\0a"}
    ),
    "python object": Case(
        "tags \\(!name\\) are not allowed", f"{RAW}:1:5",
        files={RAW: "id: !!python/object/apply:os.system [touch owned]"},
    ),
    "duplicate field": Case(
        "duplicate field 'title', first on line 3", f"{RAW}:4:1",
        files={RAW: topic().replace("title: Tea\n", "title: Tea\ntitle: Milk\n")},
    ),
    "unknown field": Case(
        "unknown field 'titel'", f"{RAW}:3:1", files={RAW: topic().replace("title:", "titel:")}
    ),
    "wrong types": Case(
        "expected a value for 'published', found a list", f"{RAW}:7:12",
        files={RAW: topic(fields={"published": "[1]"})},
    ),
    "no topic at all": Case("the file is empty", RAW, files={RAW: ""}),
    "a folder as topic": Case(
        "there is no topic 'tea'", "-",
        prepare=lambda made: ((made.folder / RAW).unlink(), (made.folder / RAW).mkdir()),
    ),
    "wrong clinic": Case(
        "unknown field 'naem'", "clinic.yaml:1:1", files={"clinic.yaml": "naem: Hill\n"}
    ),
    "hours that are none": Case(
        "expected opening hours", "clinic.yaml:7:21",
        files={"clinic.yaml": CLINIC.replace("booking", f"    hours: {NO_HOURS}\nbooking")},
    ),
    "unknown language": Case(
        "unknown language 'xx'", "clinic.yaml:1:1",
        files={"clinic.yaml": f"{CLINIC}language: xx\n"},
    ),
    "wrong look": Case(
        "expected a length", "templates/plain.yaml:6:17",
        files={"templates/plain.yaml": LOOK.replace("24pt", "24 miles")},
    ),
    "wrong visit": Case(
        "unknown field", "--visit:1:11", files={"visit.yaml": "patient: {nmae: Quillfeather}"}
    ),
    "visit bomb": Case("anchors", "--visit:1:4", files={"visit.yaml": BOMB}),
    "unknown placeholder": Case(
        "unknown name 'patient.nmae'", "handouts/tea.yaml:14:16", '- text: "{{ patient.nmae }}"'
    ),
    "unfinished placeholder": Case(
        "'{{ patient.name' is never closed", "handouts/tea.yaml:14:16", '- text: "{{ patient.name"'
    ),
    "into python": Case(
        "reaching into a value is not allowed", "handouts/tea.yaml:14:16",
        "- text: \"{{ ''.__class__.__mro__ }}\"",
    ),
    "a power": Case("a power is not", "handouts/tea.yaml:14:16", '- text: "{{ 9**99999999 }}"'),
    "a product": Case("a product is not", "handouts/tea.yaml:14:16", "- text: \"{{ 'a'*10**9 }}\""),
    "a loop": Case(
        "'{% for i in range\\(10\\*\\*9\\) %}' is not allowed", "handouts/tea.yaml:14:16",
        '- text: "{% for i in range(10**9) %}"',
    ),
    "a condition of depth": Case(
        "the expression is nested too deeply", "handouts/tea.yaml:14:15",
        f"- when: {'(' * 400}1{')' * 99}\n  text: x",
    ),
    "includes itself": Case(
        "the shared block includes itself: a in a", "handouts/shared/a.yaml:3:10", "- include: a",
        {"handouts/shared/a.yaml": "title: A\nlanguage: en\nblocks: [{include: a}]"},
    ),
    "up and out": Case(
        "the picture '../../../../etc/passwd' is outside the workspace",
        blocks=figure("../../../../etc/passwd"),
    ),
    "absolute path": Case(
        "the picture '/etc/hostname' is outside the workspace", blocks=figure("/etc/hostname")
    ),
    "windows path": Case(
        r"the picture '..\\\\..\\\\secret.png' is outside", blocks=figure("..\\..\\secret.png")
    ),
    "no picture file": Case("'clinic.txt' is no picture", blocks=figure("clinic.txt")),
    "very long name": Case(
        "there is no picture 'aaaa", blocks=figure("a" * 300 + ".png")
    ),
    "linked picture": placed(
        "cup.png", "the picture 'cup.png' is a link that leads outside the workspace",
        link("cup.png", "/etc/hostname"),
    ),
    "link to itself": placed("cup.png", "there is no picture", link("cup.png", "cup.png")),
    "endless device": placed("cup.png", "there is no picture", link("cup.png", "/dev/zero")),
    "folder": placed(
        "cup.png", "there is no picture 'cup.png'",
        lambda made: (made.folder / "handouts/figures/cup.png").mkdir(),
    ),
    "pipe": placed(
        "cup.png", "there is no picture 'cup.png'",
        lambda made: os.mkfifo(made.folder / "handouts/figures/cup.png"),
    ),
    "linked folder": placed(
        "in/hostname.png", "leads outside the workspace",
        lambda made: (
            (made.folder.parent / "elsewhere").mkdir(exist_ok=True),
            (made.folder.parent / "elsewhere/hostname.png").write_bytes(encoded(RED)),
            (made.folder / "handouts/figures/in").symlink_to(made.folder.parent / "elsewhere"),
        ),
    ),
    "cut png": picture("cup.png", encoded(RED)[:90], "damaged: image file is truncated"),
    "cut jpeg": picture("cup.jpg", encoded(RED, "JPEG")[:-40], "the picture is damaged"),
    "empty picture": picture("cup.png", b"", "the picture is damaged: no PNG or JPEG file"),
    "gif by another name": picture("cup.png", encoded(RED, "GIF"), "no PNG or JPEG file"),
    "huge claim": picture("cup.png", claimed(50_000, 50_000), "the picture is 50000 x 50000"),
    "heavy picture": picture(
        "cup.png", encoded(RED) + bytes(10_000_000), "the picture 'cup.png' takes more than 10 MB"
    ),
    "drawing bomb": picture("cup.yaml", BOMB, "anchors", "handouts/figures/cup.yaml:1:4"),
    "drawing without size": picture(
        "cup.yaml", "size: [0, 10]\nshapes: [{path: M0 0 L9 9, stroke: ink}]\n", "size", "-"
    ),
    "drawing from nowhere": picture(
        "cup.yaml", "size: [9, 9]\nshapes: [{path: L9 9, stroke: ink}]\n",
        "the path does not start with M", "handouts/figures/cup.yaml:2:10",
    ),
    "drawing to infinity": picture(
        "cup.yaml", "size: [9, 9]\nshapes: [{path: M1e999 0, stroke: ink}]\n", "path", "-"
    ),
    "svg entities": picture("cup.svg", svg("&b;", DOCTYPE), "the SVG holds a DOCTYPE"),
    "svg image": picture("cup.svg", svg('<image href="/etc/passwd"/>'), "the SVG holds <image>"),
    "svg script": picture("cup.svg", svg("<script>1</script>"), "the SVG holds <script>"),
    "svg foreign object": picture("cup.svg", svg("<foreignObject/>"), "holds <foreignObject>"),
    "svg text": picture("cup.svg", svg("<text>Tea</text>"), "the SVG holds <text>"),
    "svg prefix": picture(
        "cup.svg", svg(PREFIXED), "the SVG holds <text>"
    ),
    "svg style sheet": picture(
        "cup.svg", svg(PATH, '<?xml-stylesheet href="http://a.org/b.css"?>'), "the SVG holds"
    ),
    "svg in other letters": picture(
        "cup.svg", svg("<text>Tea</text>", DOCTYPE).encode("utf-16"), "the SVG holds"
    ),
    "svg in hidden letters": picture(
        "cup.svg", svg("+ADw-text+AD4-Tea+ADw-/text+AD4-", HIDDEN), "the SVG holds"
    ),
    "svg cut": picture("cup.svg", svg(PATH)[:-20], "the SVG is not whole"),
    "svg too deep": picture(
        "cup.svg", svg("<g>" * 400 + PATH + "</g>" * 400), "holds elements more than 60 deep",
    ),
    "svg of nothing": picture("cup.svg", svg(PATH, width="0"), "the SVG has no size"),
    "svg of no number": picture(
        "cup.svg", svg(PATH, width="nan"), "the SVG has no size"
    ),
    "svg of less than nothing": picture(
        "cup.svg", svg(PATH, width="-40"), "the SVG has no size"
    ),
    "svg path of half a point": picture(
        "cup.svg", svg('<path d="M 1"/>'), "the SVG cannot be drawn"
    ),
    "svg path of words": picture(
        "cup.svg", svg('<path d="hello"/>'), "the SVG cannot be drawn"
    ),
    "svg points of words": picture(
        "cup.svg", svg('<polygon points="1 2 x"/>'), "the SVG cannot be drawn"
    ),
    "svg style with an address": picture(
        "cup.svg", svg('<path style="fill:url(http://a.org/b)" d="M0 0L9 9"/>'), "the SVG holds",
    ),
    "svg fill of nothing": picture(
        "cup.svg", svg('<path d="M0 0L40 0L40 40Z" fill="url(#x)"/>'), "the SVG holds",
    ),
    "svg of many shapes": picture(
        "cup.svg", svg('<path d="M0 0L9 9"/>' * 20_000), "the SVG holds more than 3000 elements"
    ),
}  # fmt: skip

"""Known to take too long: left out, so that the tests do not."""


@dataclass(frozen=True)
class Outcome:
    """What came of a case."""

    folder: Path
    code: object
    said: str
    seconds: float
    megabytes: float


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Every case built, in the order above, by one process."""
    folders = {}
    for name, case in CASES.items():
        folder = tmp_path_factory.mktemp(re.sub(r"\W", "-", name))
        made = workspace(folder, case.blocks)
        for path, content in case.files.items():
            made.write(path, content)
        if case.prepare:
            case.prepare(made)
        folders[name] = folder
    done = subprocess.run(
        [sys.executable, "-c", WORKER, *map(str, folders.values())],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(folders), done.stderr[-2000:]
    return {
        name: Outcome(folder, **result)
        for (name, folder), result in zip(folders.items(), results, strict=True)
    }


def known(name: str) -> pytest.MarkDecorator | tuple[()]:
    """The mark of a case that is not refused yet."""
    reason = CASES[name].known
    return pytest.mark.xfail(strict=True, reason=reason) if reason else ()


@pytest.mark.parametrize("name", [pytest.param(name, marks=known(name)) for name in CASES])
def test_what_means_harm_is_refused_in_one_message(outcomes: dict[str, Outcome], name: str) -> None:
    assert name in outcomes, "it takes too long"
    case, outcome = CASES[name], outcomes[name]
    assert outcome.code == 1, outcome.said
    first = outcome.said.splitlines()[0]
    assert re.search(case.says, first), first
    place, _, _ = first.partition(": ")
    assert case.place == "-" or place.endswith(case.place), place
    assert "Traceback" not in outcome.said
    assert "Quillfeather" not in outcome.said


def test_nothing_is_left_behind(outcomes: dict[str, Outcome]) -> None:
    """No leaflet, no part of one, no temporary file, nothing kept in the cache."""
    looked = 0
    for name, outcome in outcomes.items():
        if not CASES[name].known:
            looked += 1
            left = [
                path.name for path in outcome.folder.rglob("*") if path.suffix in (".pdf", ".tmp")
            ]
            assert left == [], name
            assert not list(outcome.folder.glob("cache/*")), name
            assert not list(outcome.folder.rglob("owned")), name
    assert looked > 40


def test_it_is_refused_soon(outcomes: dict[str, Outcome]) -> None:
    slow = {name: one.seconds for name, one in outcomes.items() if one.seconds > SECONDS}
    assert slow == {}


def test_it_is_refused_in_little_memory(outcomes: dict[str, Outcome]) -> None:
    """The most that any of them took: the process is the same for all."""
    assert max(one.megabytes for one in outcomes.values()) < MEGABYTES


def test_a_cache_folder_full_of_rubbish_changes_nothing(tmp_path: Path) -> None:
    made = workspace(tmp_path / "clinic")
    before = made.leaflet(kept_in=tmp_path / "cache").pdf
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    for content in (b"", b"rubbish", kept[0].read_bytes()[:-1], bytes(1000)):
        kept[0].write_bytes(content)
        assert made.leaflet(kept_in=tmp_path / "cache").pdf == before


def shades(pdf: bytes) -> list[tuple[int, int, int]]:
    """The colours of the picture on page 1, most frequent first; white and black text aside."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("RGB")
    counted = sorted(page.getcolors(1_000_000) or [], reverse=True)
    return [colour for count, colour in counted if count > 300 and isinstance(colour, tuple)]


HALF = Image.new("RGBA", (60, 40), (200, 30, 30, 128))
GREY = Image.new("L", (60, 40), 100)
PALETTE = RED.quantize(4)


@pytest.mark.parametrize(
    ("content", "suffix", "colour"),
    [
        (encoded(RED), "png", (200, 30, 30)),
        (encoded(RED, "JPEG", quality=100), "jpg", (200, 30, 30)),
        (encoded(RED, "JPEG", progressive=True, quality=100), "jpg", (200, 30, 30)),
        (encoded(RED.convert("CMYK"), "JPEG", quality=100), "jpg", (200, 30, 30)),
        (encoded(GREY, "JPEG"), "jpg", (100, 100, 100)),
        (encoded(PALETTE), "png", (200, 30, 30)),
        (encoded(PALETTE, transparency=PALETTE.getpixel((0, 0))), "png", None),
        (encoded(HALF), "png", (227, 142, 142)),
        (encoded(Image.new("LA", (60, 40), (100, 128))), "png", (177, 177, 177)),
        (encoded(GREY), "png", (100, 100, 100)),
        (encoded(GREY, transparency=100), "png", None),
        (encoded(Image.new("1", (60, 40), 0)), "png", (0, 0, 0)),
        (encoded(RED, save_all=True, append_images=[HALF.convert("RGB")]), "png", (200, 30, 30)),
        (encoded(Image.new("I;16", (60, 40), 0x8080)), "png", (128, 128, 128)),
    ],
)  # fmt: skip
def test_every_sort_of_picture_has_its_colours(
    tmp_path: Path, content: bytes, suffix: str, colour: tuple[int, int, int] | None
) -> None:
    made = workspace(tmp_path, figure(f"cup.{suffix}"))
    made.write(f"handouts/figures/cup.{suffix}", content)
    found = [one for one in shades(made.leaflet().pdf) if one != (255, 255, 255)]
    if colour is None:
        assert found == []
    else:
        assert max(abs(a - b) for a, b in zip(found[0], colour, strict=True)) <= 4


def test_a_photograph_stands_upright(tmp_path: Path) -> None:
    """A telephone held on its side says so in the metadata."""
    turned = Image.new("RGB", (60, 40), (200, 30, 30))
    turned.paste((0, 0, 255), (0, 0, 30, 40))
    mark = Image.Exif()
    mark[0x0112] = 6
    made = workspace(tmp_path, figure("cup.jpg"))
    made.write("handouts/figures/cup.jpg", encoded(turned, "JPEG", exif=mark, quality=100))
    import pypdfium2

    page = pypdfium2.PdfDocument(made.leaflet().pdf)[0].render(scale=1).to_pil().convert("RGB")
    box = page.point(lambda level: 255 if level < 250 else 0).convert("L").getbbox()
    assert box
    pixels = [(x, y, page.getpixel((x, y))) for x in range(page.width) for y in range(page.height)]
    blue = [(x, y) for x, y, (red, _, b) in pixels if b > 200 and red < 80]
    red = [(x, y) for x, y, (r, _, b) in pixels if r > 150 and b < 90]
    assert max(y for _, y in blue) <= min(y for _, y in red) + 1


def test_metadata_of_a_photograph_is_left_behind(tmp_path: Path) -> None:
    mark = Image.Exif()
    mark[0x010E] = "Quillfeather"
    content = encoded(RED, "JPEG", exif=mark, comment=b"Quillfeather")
    assert content.count(b"Quillfeather") == 2
    made = workspace(tmp_path, figure("cup.jpg"))
    made.write("handouts/figures/cup.jpg", content)
    assert b"Quillfeather" not in made.leaflet().pdf


def test_every_picture_that_cannot_be_used_is_said_at_once(tmp_path: Path) -> None:
    made = workspace(tmp_path, "\n".join(map(figure, ("a.png", "b.svg", "c.png"))))
    made.write("handouts/figures/a.png", b"")
    made.write("handouts/figures/b.svg", svg("<text/>"))
    made.write("handouts/figures/c.png", claimed(9000, 9000))
    with pytest.raises(HandoutError) as caught:
        made.leaflet()
    assert [one.place.line for one in caught.value.problems if one.place] == [14, 17, 20]
