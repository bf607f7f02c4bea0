"""What was measured beside what it may be at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Verdicts:
    """The limits as they were kept or missed, in the order of measuring."""

    lines: list[str] = field(default_factory=list)
    kept: bool = True

    def hold(
        self, what: str, value: float, limit: float, unit: str = "ms", *, digits: int = 0, least: bool = False
    ) -> None:
        """Hold a value to a limit: at most that much, or at least."""
        kept = value >= limit if least else value <= limit
        self.kept &= kept
        beside = f"at {'least' if least else 'most'} {limit:,g}"
        self.lines.append(f"  {what:62}{value:12,.{digits}f} {unit:9} {beside:18}{'kept' if kept else 'MISSED'}")

    def hold_all(
        self,
        what: str,
        values: Mapping[str, float],
        limit: float,
        unit: str = "ms",
        *,
        digits: int = 0,
        least: bool = False,
    ) -> None:
        """Hold several values to one limit: the line is the worst one's; all that pass it are named below."""
        worst = (min if least else max)(values, key=values.__getitem__)
        self.hold(f"{what}: {worst}", values[worst], limit, unit, digits=digits, least=least)
        passed = {name: value for name, value in values.items() if (value < limit if least else value > limit)}
        if len(passed) > 1:
            others = sorted(passed, key=passed.__getitem__, reverse=not least)
            self.lines.append("    " + ", ".join(f"{name} {passed[name]:,.{digits}f}" for name in others))

    def __str__(self) -> str:
        return "\n".join(["Limits", *self.lines] if self.lines else [])
