"""What tests of `handout check` share: bad words, the schemas of reports, and a folder."""

from pathlib import Path

import pytest

from handout.check.rules import RULES
from workspaces import topic

BAD = topic("rest", "Please utilise it. It will cure you.")
STYLE = topic("rest", "Please utilise it.")

REPORT = {
    "type": "object",
    "required": ["problems", "topics", "files"],
    "additionalProperties": False,
    "properties": {
        "files": {"type": "integer", "minimum": 1},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": [
                    "rule",
                    "severity",
                    "message",
                    "hint",
                    "file",
                    "line",
                    "column",
                    "page",
                ],
                "additionalProperties": False,
                "properties": {
                    "rule": {"enum": [rule.id for rule in RULES]},
                    "severity": {"enum": ["error", "warning"]},
                    "message": {"type": "string", "minLength": 1},
                    "hint": {"type": "string"},
                    "file": {"type": "string"},
                    "line": {"type": "integer", "minimum": 0},
                    "column": {"type": "integer", "minimum": 0},
                    "page": {"type": "integer", "minimum": 0},
                },
            },
        },
        "topics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["topic", "language", "has_words", "counts", "grades"],
                "additionalProperties": False,
                "properties": {
                    "topic": {"type": "string"},
                    "language": {"type": "string"},
                    "has_words": {"type": "boolean"},
                    "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                    "grades": {
                        "type": "object",
                        "additionalProperties": {"type": ["number", "null"]},
                    },
                },
            },
        },
    },
}
"""The schema of `handout check --format json`."""

SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id", "help", "shortDescription"],
                                            "properties": {"help": {"required": ["text"]}},
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "region": {
                                                        "required": ["startLine"],
                                                        "properties": {
                                                            "startLine": {"minimum": 1},
                                                            "startColumn": {"minimum": 1},
                                                        },
                                                    }
                                                },
                                            }
                                        },
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What the schema of SARIF 2.1.0 asks of the parts that are written here, by hand."""


def folder_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is called in, with a cache of its own."""
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
