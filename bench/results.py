"""What was measured, as plain data, and how it is printed."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio that was promised. `at_most` False: it has to be at least the limit."""

    name: str
    value: float | None
    limit: float
    at_most: bool = True

    @property
    def verdict(self) -> str:
        """`met`, `NOT MET`, or why nothing can be said."""
        if self.value is None:
            return "not measured"
        met = self.value <= self.limit if self.at_most else self.value >= self.limit
        return "met" if met else "NOT MET"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what, how much, and what else is to be said."""

    name: str
    value: float | None
    note: str = ""


@dataclass(slots=True)
class Table:
    """One question, its rows and its targets."""

    title: str
    unit: str
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def shown(self) -> str:
        """The table as text."""
        lines = [f"{self.title} [{self.unit}]"]
        wide = max((len(row.name) for row in self.rows), default=0)
        for row in self.rows:
            value = "-" if row.value is None else f"{row.value:.2f}"
            lines.append(f"  {row.name:<{wide}}  {value:>9}  {row.note}".rstrip())
        for target in self.targets:
            value = "-" if target.value is None else f"{target.value:.2f}"
            sign = "<=" if target.at_most else ">="
            lines.append(
                f"  * {target.name}: {value} (target {sign} {target.limit:g}) {target.verdict}"
            )
        return "\n".join(lines)


def ratio(over: float | None, under: float | None) -> float | None:
    """One number as a multiple of another; None where either is missing."""
    return over / under if over is not None and under else None
