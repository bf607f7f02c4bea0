from dataclasses import dataclass

from app.compare.one_thing import Mark


@dataclass(frozen=True, slots=True)
class FigureOffer:
    score: float
    reasons: tuple[str, ...]
    differing: bool


def wide_keys(mark: Mark) -> tuple[str, ...]:
    f = mark.figure
    if f.value is None:
        return ()
    return (f"{f.kind}|{f.value:g}",)


def offered(a: Mark, b: Mark, near: float, common: tuple[str, ...]) -> FigureOffer | None:
    if (
        a.figure.kind == b.figure.kind
        and a.figure.value is not None
        and a.figure.value == b.figure.value
        and (near >= 0.15 or a.figure.kind != "count")
    ):
        return FigureOffer(0.5 + near / 2, ("same-value",), False)
    return None


def number_hits(mark: Mark, sentence: str) -> bool:
    return bool(mark.figure.surface) and mark.figure.surface.lower() in sentence.lower()
