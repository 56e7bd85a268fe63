"""Blocks that are one thing to read stay on one page: the boxes of the warning signs."""

from msgspec import structs

from handout.document import Block, Callout, Paragraph, When


def on_one_page(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, of which frames and paragraphs stay with what stands before them."""
    return (*blocks[:1], *map(_stays, blocks[1:]))


def _stays(block: Block) -> Block:
    match block:
        case Callout() | Paragraph():
            return structs.replace(block, stays="page")
        case When(blocks=inner):
            return structs.replace(block, blocks=tuple(map(_stays, inner)))
        case _:
            return block
