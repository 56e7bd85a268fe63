"""What stands in a document's insertions when no visit gives anything, put in when all is known."""

from collections.abc import Mapping

from msgspec import structs

from handout.document import Beside, Block, Callout, Columns, Exercises, Insert, Keep, When


def with_defaults(
    blocks: tuple[Block, ...], defaults: Mapping[int, tuple[Block, ...]]
) -> tuple[Block, ...]:
    """The blocks, and those inside them, with the default of each insert slot that has one."""
    return tuple(_with_defaults(block, defaults) for block in blocks)


def _with_defaults(block: Block, defaults: Mapping[int, tuple[Block, ...]]) -> Block:
    match block:
        case Insert(slot=slot) if slot in defaults:
            return Insert(slot, defaults[slot])
        case Columns(groups=groups):
            filled = tuple(with_defaults(group, defaults) for group in groups)
            return structs.replace(block, groups=filled)
        case Callout() | Beside() | Keep() | When() | Exercises():
            return structs.replace(block, blocks=with_defaults(block.blocks, defaults))
        case _:
            return block
