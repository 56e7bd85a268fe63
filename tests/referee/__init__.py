"""The referee: judges finished PDFs with veraPDF, qpdf and a structure check of our own."""

from referee.mutilate import MUTILATIONS, mutilate
from referee.reading import block_texts, page_text_positions, tag_tree, text_from_tree
from referee.structure import structure_problems
from referee.tools import (
    VERAPDF_VERSION,
    RefereeError,
    find_tool,
    find_verapdf_jar,
    qpdf_check,
    require_tool,
)
from referee.verapdf import verapdf

__all__ = [
    "MUTILATIONS",
    "VERAPDF_VERSION",
    "RefereeError",
    "block_texts",
    "find_tool",
    "find_verapdf_jar",
    "mutilate",
    "page_text_positions",
    "qpdf_check",
    "require_tool",
    "structure_problems",
    "tag_tree",
    "text_from_tree",
    "verapdf",
]
