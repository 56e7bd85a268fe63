"""Completion of topics, looks, exercises and tags in the shell: no file is read as YAML."""

from pathlib import Path

import click


def topics(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The topics and packs that start so."""
    return _names(ctx, start, "handouts", "handouts/packs")


def looks(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The looks that start so."""
    return [name for name in _names(ctx, start, "templates") if name != "emergency"]


def figures(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The exercises and drawings that start so."""
    return _names(ctx, start, "handouts/exercises", "handouts/figures")


def tags(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The tags of exercises that start so."""
    found = {tag for file in _files(ctx, "handouts/exercises") for tag in _tags(file)}
    return sorted(tag for tag in found if tag.startswith(start))


def _names(ctx: click.Context, start: str, *folders: str) -> list[str]:
    files = (file for folder in folders for file in _files(ctx, folder))
    return sorted({file.stem for file in files if file.stem.startswith(start)})


def _files(ctx: click.Context, folder: str) -> list[Path]:
    from handout.library import builtin

    workspace = Path((ctx.parent.params.get("folder") if ctx.parent else None) or ".")
    return [file for root in (workspace, builtin()) for file in (root / folder).glob("*.yaml")]


def _tags(file: Path) -> list[str]:
    """The tags of a file: in brackets on their line, or on lines of their own."""
    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found: list[str] = []
    is_listed = False
    for line in lines:
        if line.startswith("tags:"):
            found += line.removeprefix("tags:").partition("#")[0].strip(" []").split(",")
            is_listed = True
        elif is_listed and line.lstrip().startswith("- "):
            found.append(line.strip(" -"))
        elif line[:1].isalpha():
            is_listed = False
    return [tag.strip(" '\"") for tag in found if tag.strip(" '\"")]
