"""The door to ReportLab: the only module that imports it, with its configuration out of reach.

ReportLab runs `reportlab_settings.py` and `~/.reportlab_settings` when it is imported and obeys
`RL_*` variables. Here they are shadowed while it loads, and what matters is asserted afterwards.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

_SETTINGS = (
    "reportlab_settings",
    "reportlab_mods",
    "reportlab.local_rl_settings",
    "reportlab.local_rl_mods",
)


@contextmanager
def _settings_out_of_reach() -> Iterator[None]:
    """Empty modules stand where ReportLab looks for settings, so it looks no further."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RL_")}
    before = {name: sys.modules.get(name) for name in _SETTINGS}
    sys.modules.update({name: ModuleType(name) for name in _SETTINGS})
    try:
        yield
    finally:
        os.environ.update(hidden)
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


with _settings_out_of_reach():
    from reportlab import rl_config
    from reportlab.lib import pagesizes
    from reportlab.pdfgen import canvas as _canvas

# Fixed here and not in a settings file: nothing is ever fetched, and no colour is ever evaluated.
rl_config.trustedHosts = None
rl_config.trustedSchemes = []
rl_config.toColorCanUse = None  # type: ignore[assignment]  # the stubs say str
rl_config.invariant = 1

PAGE_SIZES: dict[str, tuple[float, float]] = {
    "A4": pagesizes.A4,
    "A5": pagesizes.A5,
    "letter": pagesizes.LETTER,
}


def canvas(width: float, height: float) -> "Canvas":
    """A canvas to draw on; it is never saved, only its operators are taken."""
    return _canvas.Canvas(io.BytesIO(), pagesize=(width, height), invariant=1)


def operators(drawn: "Canvas") -> bytes:
    """What was drawn on the canvas so far, as PDF operators."""
    code: list[str] = drawn._code  # type: ignore[attr-defined]  # no public name for it
    return "\n".join(code).encode("ascii")


def paint(board: "Canvas", path: list[str], *, fill: bool, stroke: bool) -> None:
    """Paint a path of ready operators; the canvas's own way to write numbers takes ten times it."""
    code: list[str] = board._code  # type: ignore[attr-defined]  # no public name for it
    code += path
    code.append({(True, True): "B*", (True, False): "f*", (False, True): "S"}[fill, stroke])


def draw(drawing: "Drawing", board: "Canvas") -> None:
    """Draw a ReportLab drawing at the canvas's origin."""
    from reportlab.graphics import renderPDF

    renderPDF.draw(drawing, board, 0, 0)


def qr_modules(text: str) -> list[list[bool]]:
    """The dark modules of a QR code, row by row from the top, without a quiet zone.

    ReportLab's encoder is loaded by itself: its package would load all of platypus with it.
    """
    from importlib.util import find_spec, module_from_spec, spec_from_file_location
    from pathlib import Path

    package = find_spec("reportlab")
    if package is None or package.origin is None:
        raise ImportError("reportlab")
    path = Path(package.origin).parent / "graphics" / "barcode" / "qrencoder.py"
    spec = spec_from_file_location("handout.pages._qrencoder", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    encoder = module_from_spec(spec)
    spec.loader.exec_module(encoder)
    code = encoder.QRCode(None, encoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[bool(module) for module in row] for row in code.modules]
