from dataclasses import dataclass

from app.compare.wording import Wording, read_wording


@dataclass(frozen=True, slots=True)
class Said:
    speaker: str | None
    speaker_text: str | None
    kind: str | None
    wording: Wording
    speaker_named: bool = False


@dataclass(frozen=True, slots=True)
class UtteranceOffer:
    score: float
    reasons: tuple[str, ...]


def plain(text: str, *, speaker_named: bool) -> Said:
    return Said(None, None, None, read_wording(text), speaker_named)


def offered(a: Said, b: Said, near: float, common: tuple[str, ...]) -> UtteranceOffer | None:
    same = a.speaker is not None and a.speaker == b.speaker
    if near >= (0.25 if same else 0.4 if b.speaker_named else 0.45):
        return UtteranceOffer(near, (("same-speaker",) if same else ()) + ("near-words",))
    return None
