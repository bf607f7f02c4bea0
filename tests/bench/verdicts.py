"""What was measured beside what it may be at most."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Verdicts:
    """The limits as they were kept or passed, in the order of measuring."""

    lines: list[str] = field(default_factory=list)
    kept: bool = True

    def hold(self, what: str, value: float, limit: float, unit: str, *, digits: int = 0, least: bool = False) -> None:
        """Hold a value to a limit: at most that much, or at least."""
        kept = value >= limit if least else value <= limit
        self.kept &= kept
        beside = f"at {'least' if least else 'most'} {limit:,g}"
        self.lines.append(f"  {what:58}{value:12,.{digits}f} {unit:8} {beside:18}{'kept' if kept else 'PASSED'}")

    def __str__(self) -> str:
        return "\n".join(["Limits", *self.lines] if self.lines else [])
