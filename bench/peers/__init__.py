"""The same leaflet as a good developer would write it in each of the other programs.

Every module has `maker()`, which gives a function from a patient to the bytes of a PDF, and runs
as a program of its own: `python -m bench.peers.with_platypus PATIENT.json OUT.pdf`.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from bench.content import Patient

MODULES = {
    "Typst": ("typst", "with_typst"),
    "platypus": ("reportlab", "with_platypus"),
    "fpdf2": ("fpdf", "with_fpdf2"),
    "WeasyPrint": ("weasyprint", "with_weasyprint"),
}
"""By name: the package a contender needs, and its module here."""


def problem(name: str) -> str:
    """Why the contender cannot run; empty when it can."""
    package, module = MODULES[name]
    if find_spec(package) is None:
        return "not installed"
    try:
        import_module(f"bench.peers.{module}")
        import_module(package)
    except Exception as error:  # noqa: BLE001 - a missing system library can raise anything
        return f"cannot be loaded ({type(error).__name__})"
    return ""


def maker(name: str) -> Callable[[Patient], bytes]:
    """The contender's function from a patient to a PDF."""
    made: Callable[[Patient], bytes] = import_module(f"bench.peers.{MODULES[name][1]}").maker()
    return made
