"""A drawing with title, filters and source line around a picture; built as a tree, so that no word becomes markup."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from app.exports.fonts import FOLDER, SANS, SERIF
from app.exports.press_review import clean, shortened

PAPER, INK, SOFT, LINE, HATCH = "#fffefb", "#1c1915", "#5f584c", "#cfc7b6", "#ddd4c1"
HUES = ("#00639c", "#b84e00", "#007a59", "#8c3a86", "#84650a", "#3c4658", "#a8283f", "#1b7f8c")
TOPICS = (
    *("#3d6fb6", "#c8553d", "#4f8350", "#b23a6b", "#b67a12", "#25818f"),
    *("#7d5ba6", "#3488b8", "#9c6534", "#6b7f2a", "#8f4444", "#4a4e69"),
)
OTHER_TOPIC = "#8b8375"
EDGE, WIDTH = 28, 1000  # pixels: around, and the least width
LETTER = 0.54  # of the type's size: how wide one is on average
_SPACE = "http://www.w3.org/2000/svg"
_FACES = ((SANS, "inter-latin-wght-normal"), (SERIF, "source-serif-4-latin-wght-normal"))

register_namespace("", _SPACE)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around a picture: ``subtitle`` and ``source`` are whole lines in the reader's language."""

    title: str
    subtitle: tuple[str, ...]
    source: str
    language: str


class Drawing:
    """Shapes in pixels; ``height`` grows with what is put in. Below the title (``top``) the picture begins."""

    def __init__(self, caption: Caption, width: int = WIDTH) -> None:
        self.caption, self.width = caption, max(width, WIDTH)
        self._root = Element(
            f"{{{_SPACE}}}svg", {"role": "img", "{http://www.w3.org/XML/1998/namespace}lang": caption.language}
        )
        SubElement(self._root, f"{{{_SPACE}}}title").text = clean(caption.title)
        self._style = SubElement(self._root, f"{{{_SPACE}}}style")
        self._ground = self.shape("rect", fill=PAPER, width="100%", height="100%")
        self.text(EDGE, 46, caption.title, size=24, family=SERIF, weight=600)
        self.top = 66.0
        for line in caption.subtitle:
            for part in wrapped(line, self.width - 2 * EDGE, 13):
                self.text(EDGE, self.top + 10, part, size=13, fill=SOFT)
                self.top += 19
        self.height = self.top = self.top + 14

    def shape(self, name: str, inside: Element | None = None, **attributes: object) -> Element:
        """Any element; ``stroke_width`` stands for stroke-width. Numbers are rounded to a tenth of a pixel."""
        told = {
            key.rstrip("_").replace("_", "-"): f"{value:.1f}".rstrip("0").rstrip(".")
            if isinstance(value, float)
            else str(value)
            for key, value in attributes.items()
        }
        return SubElement(self._root if inside is None else inside, f"{{{_SPACE}}}{name}", told)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 12,
        fill: str = INK,
        family: str = SANS,
        weight: int = 400,
        anchor: str = "start",
        most: float = 0,
        hint: str = "",
    ) -> None:
        """A line of text, on its base line. ``most``: pixels it may take; longer text is cut, and whole in a hint."""
        words = clean(words)
        shown = fitted(words, most, size) if most else words
        style: dict[str, object] = {
            "fill": fill,
            "font_family": f"'{family}'",
            "font_size": size,
            "font_weight": weight,
            "text_anchor": anchor,
        }
        element = self.shape("text", None, x=float(x), y=float(y), **style)
        element.text = shown
        if hint or shown != words:
            SubElement(element, f"{{{_SPACE}}}title").text = clean(hint) or words
        self.height = max(getattr(self, "height", 0.0), y + size / 2)

    def hint(self, element: Element, words: str) -> None:
        """What is shown when one points at it, and read aloud."""
        SubElement(element, f"{{{_SPACE}}}title").text = clean(words)

    def sign(self, state: str, x: float, y: float, colour: str = SOFT, r: float = 6.0) -> None:
        """Found, perhaps, absent (searched), withheld (no statement possible): told by shape, colour only repeats."""
        half = r * 0.7
        to = f"{2 * half:.1f}"
        cross = f"M{x - half:.1f} {y - half:.1f}l{to} {to}m0 -{to}l-{to} {to}"
        stroke = {"fill": "none", "stroke": colour, "stroke_width": 1.5}
        signs: dict[str, tuple[tuple[str, dict[str, object]], ...]] = {
            "found": (("circle", {"cx": x, "cy": y, "r": r, "fill": colour}),),
            "perhaps": (
                ("circle", {"cx": x, "cy": y, "r": r, "stroke_dasharray": "3 2.4", **stroke}),
                ("circle", {"cx": x, "cy": y, "r": 1.6, "fill": colour}),
            ),
            "absent": (("path", {"d": cross, **stroke}),),
            "withheld": (("path", {"d": f"M{x - r:.1f} {y:.1f}h{2 * r:.1f}", "stroke_dasharray": "2 2", **stroke}),),
        }
        for name, attributes in signs[state]:
            self.shape(name, None, **attributes)

    def legend(self, entries: Iterable[tuple[str, str, str]], y: float) -> float:
        """(sign or "", colour, words), one after the other; the base line below it."""
        x = float(EDGE)
        for sign, colour, words in entries:
            wide = 22 + LETTER * 12 * len(words) + 18
            if x + wide > self.width - EDGE and x > EDGE:
                x, y = float(EDGE), y + 20
            if sign:
                self.sign(sign, x + 7, y - 4, colour)
            else:
                self.shape("rect", x=x, y=y - 10, width=14, height=12, fill=colour)
            self.text(x + 20, y, words, fill=SOFT)
            x += wide
        return y + 22

    def svg(self, *, has_fonts: bool = True) -> bytes:
        """UTF-8. ``has_fonts``: with its type inside, for whoever opens it elsewhere."""
        end = self.height + 30
        self.text(EDGE, end, self.caption.source, size=11, fill=SOFT, most=self.width - 2 * EDGE)
        height = round(end + 22)
        self._root.set("viewBox", f"0 0 {self.width} {height}")
        self._root.set("width", str(self.width))
        self._root.set("height", str(height))
        self._style.text = faces() if has_fonts else ""
        drawn: bytes = tostring(self._root, encoding="utf-8", xml_declaration=True)
        return drawn


def fitted(words: str, most: float, size: float) -> str:
    """As much of it as about so many pixels take."""
    return shortened(words, max(3, int(most / (LETTER * size))))


def wrapped(words: str, most: float, size: float) -> list[str]:
    """Lines of about so many pixels."""
    letters = max(10, int(most / (LETTER * size)))
    return re.findall(rf".{{1,{letters}}}(?:\s+|$)|\S{{{letters}}}", clean(words)) or [""]


@cache
def faces() -> str:
    """The fonts of the page, as style rules that hold them."""
    rules = []
    for family, name in _FACES:
        file = FOLDER / f"{name}.woff2"
        if file.exists():
            data = b64encode(file.read_bytes()).decode()
            source = f"url(data:font/woff2;base64,{data}) format('woff2')"
            rules.append(f"@font-face{{font-family:'{family}';font-weight:100 900;src:{source}}}")
    return "".join(rules)
