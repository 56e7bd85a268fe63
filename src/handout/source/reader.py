"""From the tree of a file to frozen types. Every problem is found before any is raised.

In: bytes, the name of the file, and the type to read. Out: that type, complete and within its
limits. Promised: what was written is what the type holds, or a HandoutError names each place where
it could not be; a private file's words and unknown names are in no message.
"""

from typing import TypeVar

from msgspec import Struct
from msgspec import inspect as types

from handout.errors import Place
from handout.source import fields
from handout.source.complaints import Complaints
from handout.source.fields import Entry, Group, Spot
from handout.source.guard import decode
from handout.source.nodes import Mapping, Node, Pair, Scalar, Sequence, compose
from handout.source.original import Findings
from handout.source.overlay import OVERLAY, lay_over
from handout.source.scalars import Refusal, advice, read_scalar

T = TypeVar("T", bound=Struct)


def read(
    data: bytes,
    file: str,
    into: type[T],
    *,
    private: bool = False,
    changes: tuple[tuple[str, str], ...] = (),
) -> T:
    """The file's content as the type; `file` is its name in messages.

    private: the file holds a patient's words, which must not reach a message.
    changes: pairs of a path such as `patient.given` and the text to read there instead.
    """
    tree = compose(decode(data, file, private=private))
    findings = Findings()
    if tree is None and not changes:
        findings.add("the file is empty", Place(file))
        findings.settle()
    tree = lay_over(tree or Mapping((), OVERLAY if changes else Place(file)), changes)
    walk = _Walk(Complaints(findings, private), fields.groups(into))
    value = walk.value(tree, fields.spot(fields.root(into)), "")
    findings.settle()
    assert isinstance(value, into)
    return value


class _Walk(Struct, frozen=True):
    """One walk over a tree. A method that refuses its node says why and returns None."""

    complaints: Complaints
    groups: dict[type, Group]

    def value(self, node: Node, spot: Spot, path: str) -> object:
        """What the node holds, read as its spot asks."""
        if isinstance(node, Scalar) and _says_nothing(node, spot):
            self._nothing(node, spot, path)
            return None
        if spot.reads:
            return self._scalar(node, spot, path)
        match spot.type:
            case types.UnionType() as union:
                return self._kind(node, union, path)
            case types.StructType() as struct if not fields.is_words(struct):
                return self._group(node, struct, path)
            case types.VarTupleType() as many:
                return self._list(node, many, path)
            case _:
                return self._scalar(node, spot, path)

    def _nothing(self, node: Scalar, spot: Spot, path: str) -> None:
        if not spot.is_optional:
            is_item = path.rpartition(".")[2].isdigit()
            otherwise = ', or "" for none' if is_item and _is_text(spot) else ""
            self.complaints.no_value(path, node, f"write a value{otherwise}")

    def _scalar(self, node: Node, spot: Spot, path: str) -> object:
        if not isinstance(node, Scalar):
            hint = "put quotes round text that contains ': '" if isinstance(node, Mapping) else ""
            self.complaints.expected("text" if _is_text(spot) else "a value", path, node, hint)
            return None
        if isinstance(spot.type, types.StructType) and not spot.reads:
            if spot.form and not node.value.strip():
                self.complaints.expected(spot.form, path, node, advice(spot))
                return None
            made: object = spot.type.cls(value=node.value, place=node.words)
            return made
        value = read_scalar(node.value, spot)
        if isinstance(value, Refusal):
            self.complaints.expected(value.expected, path, node, value.hint)
            return None
        return value

    def _list(self, node: Node, many: types.VarTupleType, path: str) -> tuple[object, ...]:
        if not isinstance(node, Sequence):
            in_file = "start each item with '- '"
            hint = in_file if node.place != OVERLAY else "lists can only be written in the file"
            self.complaints.expected_sort("a list", path, node, hint)
            return ()
        least, most, length = many.min_length, many.max_length, len(node.items)
        if least is not None and length < least:
            self.complaints.wrong_length("at least", least, path, node)
        if most is not None and length > most:
            self.complaints.wrong_length("at most", most, path, node)
        inner = fields.spot(many.item_type)
        numbered = enumerate(node.items, 1)
        return tuple(self.value(item, inner, f"{path}.{number}") for number, item in numbered)

    def _kind(self, node: Node, union: types.UnionType, path: str) -> object:
        """The struct whose tag is a key of the node."""
        by_tag = {str(struct.tag): struct for struct in fields.kinds(union)}
        tags = tuple(by_tag)
        if not isinstance(node, Mapping):
            hint = f"start it with one of {', '.join(tags)}"
            self.complaints.expected_sort("fields", path, node, hint)
            return None
        keys = (pair.key.value for pair in node.pairs)
        found = tuple(dict.fromkeys(key for key in keys if key in by_tag))
        match found:
            case [tag]:
                return self._group(node, by_tag[tag], path)
            case []:
                self.complaints.no_kind(path, node, tags)
            case _:
                self.complaints.two_kinds(path, node, found)
        return None

    def _group(self, node: Node, struct: types.StructType, path: str) -> object:
        """The struct, with every field that was written and its place where it wants one."""
        if not isinstance(node, Mapping):
            hint = "write 'name: value' lines, with a space after each colon"
            self.complaints.expected_sort("fields", path, node, hint)
            return None
        group = self.groups.get(struct.cls)
        if group is None:
            group = self.groups[struct.cls] = fields.group(struct)
        before = len(self.complaints.findings.problems)
        values: dict[str, object] = {"place": node.place} if group.takes_place else {}
        for pair, entry in self._entries(node, group):
            inner = f"{path}.{entry.name}" if path else entry.name
            values[entry.attribute] = self.value(pair.value, entry.spot, inner)
        if len(self.complaints.findings.problems) > before:
            return None
        made: object = group.type(**values)
        return made

    def _entries(self, node: Mapping, group: Group) -> list[tuple[Pair, Entry]]:
        """Each pair with its entry; unknown, repeated and missing fields are noted."""
        known = {entry.name: entry for entry in group.entries}
        first: dict[str, Scalar] = {}
        meant = set()
        found = []
        for pair in node.pairs:
            name = pair.key.value
            if name in first:
                self.complaints.duplicate_field(pair.key, first[name])
            elif name in known:
                found.append((pair, known[name]))
            else:
                meant.add(self.complaints.unknown_field(pair.key, tuple(known)))
            first.setdefault(name, pair.key)
        # A field that was only misspelt has been named already, so it is not also missing.
        lacking = (entry.name for entry in group.entries if entry.is_required)
        missing = tuple(name for name in lacking if name not in first and name not in meant)
        self.complaints.missing_fields(missing, node)
        return found


def _is_text(spot: Spot) -> bool:
    if spot.reads:
        return False
    match spot.type:
        case types.StrType():
            return True
        case types.StructType() as struct:
            return fields.is_words(struct)
        case _:
            return False


def _says_nothing(node: Scalar, spot: Spot) -> bool:
    """YAML's words for nothing count only where nothing may stand: a name can be Null."""
    return node.is_empty or (spot.is_optional and node.is_plain and node.value in ("null", "~"))
