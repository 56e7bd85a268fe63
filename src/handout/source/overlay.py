"""Values given beside the file, such as `--set patient.given=Jo`, laid over its tree."""

from handout.errors import Place
from handout.source.guard import forbidden_character
from handout.source.nodes import Mapping, Node, Pair, Scalar, composed
from handout.source.original import Findings

OVERLAY = Place("--set")


def lay_over(tree: Node, changes: tuple[tuple[str, str], ...]) -> Node:
    """The tree with each change in place; fields on the way to it are made where they lack.

    changes: pairs of a path such as `patient.given` and the text that is to stand there. Whether
    such a field exists is for the reader to say.
    """
    findings = Findings()
    for path, value in changes:
        name = forbidden_character(path + value)
        if name:
            findings.add(f"the character {name} is not allowed", OVERLAY, "delete it")
        tree = _change(tree, path, 0, value, findings)
    findings.settle()
    return tree


def _change(node: Node | None, path: str, depth: int, value: str, findings: Findings) -> Node:
    """The node with the value at the rest of the path, of which `depth` keys are done."""
    keys = path.split(".")
    if depth == len(keys):
        return Scalar(composed(value), OVERLAY, OVERLAY, False)
    if node is not None and not isinstance(node, Mapping) and not _is_empty(node):
        findings.add("a list or a text has no fields that can be set", OVERLAY, "edit the file")
        return node
    pairs = node.pairs if isinstance(node, Mapping) else ()
    place = node.place if isinstance(node, Mapping) else OVERLAY
    key = keys[depth]
    old = next((pair for pair in pairs if pair.key.value == key), None)
    inner = _change(old.value if old else None, path, depth + 1, value, findings)
    new = Pair(old.key if old else Scalar(key, OVERLAY, OVERLAY), inner)
    kept = tuple(new if pair is old else pair for pair in pairs)
    return Mapping(kept if old else (*kept, new), place)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_empty
