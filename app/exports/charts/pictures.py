"""The pictures themselves, each from what its page shows."""

from collections.abc import Callable, Sequence

from babel.numbers import format_decimal, format_percent

from app.exports.charts.drawing import EDGE, HATCH, HUES, INK, LINE, OTHER_TOPIC, SOFT, TOPICS, Caption, Drawing
from app.language import N_, say
from app.queries.views.figures import FigureGroup
from app.queries.views.heads import SourceView
from app.queries.views.overview import Barcode, Cell, MatrixRow, OverviewPage
from app.queries.views.quotes import QuotesPage

LABEL, ROW = 250, 30  # pixels: of a row's name, of its height
STATES = {
    "perhaps": N_("perhaps here"),
    "absent": N_("searched, not found"),
    "withheld": N_("no statement possible"),
}


def _columns(drawing_width: int, number: int) -> float:
    """Pixels of a column."""
    return (drawing_width - 2 * EDGE - LABEL) / max(1, number)


def _wide(number: int) -> int:
    """Pixels for so many columns."""
    return 2 * EDGE + LABEL + 74 * number


def _heads(drawing: Drawing, sources: Sequence[SourceView], column: float) -> None:
    """Names of sources above their columns; slanted where they are many."""
    is_slanted = column < 110
    drop = 84 if is_slanted else 20
    for place, source in enumerate(sources):
        x = EDGE + LABEL + place * column + 4
        y = drawing.top + drop - 8
        drawing.shape("rect", x=x, y=y + 5, width=column - 8, height=3, fill=HUES[source.hue])
        if is_slanted:
            group = drawing.shape("g", transform=f"translate({x + 6:.0f} {y:.0f}) rotate(-38)")
            text = drawing.shape(
                "text", group, x=0, y=0, fill=INK, font_size=12, font_weight=600, font_family="'Inter'"
            )
            text.text = _short(source.name, 20)
            drawing.hint(text, source.name)
        else:
            drawing.text(x, y, source.name, weight=600, most=column - 8)
    drawing.top += drop + 8


def _short(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def matrix(page: OverviewPage, caption: Caption) -> Drawing:
    """Who writes about what: bars by share of the text, sentences as numbers, signs where nothing was found."""
    drawing = Drawing(caption, _wide(len(page.sources)))
    column = _columns(drawing.width, len(page.sources))
    _heads(drawing, page.sources, column)
    y = drawing.top
    for row in (*page.pinned, *page.issues, *page.events, *page.frames):
        _matrix_row(drawing, row, y, column, caption.language)
        y += ROW
    entries = [(state, SOFT, say(caption.language, name)) for state, name in STATES.items()]
    drawing.height = drawing.legend(entries, y + 26)
    return drawing


def _matrix_row(drawing: Drawing, row: MatrixRow, y: float, column: float, language: str) -> None:
    indent = 14 if row.nested else 0
    drawing.shape("line", x1=EDGE, x2=drawing.width - EDGE, y1=y, y2=y, stroke=LINE, stroke_width=0.6)
    drawing.text(
        EDGE + indent, y + 20, row.topic.label(language), size=13, family="Source Serif 4", most=LABEL - indent - 8
    )
    for place, cell in enumerate(row.cells):
        _cell(drawing, row, cell, EDGE + LABEL + place * column, y, column, language)


def _cell(drawing: Drawing, row: MatrixRow, cell: Cell, x: float, y: float, column: float, language: str) -> None:
    colour = HUES[cell.source.hue]
    told = f"{cell.source.name}, {row.topic.label(language)}: "
    if not cell.sentences:
        if cell.claim.state == "absent":
            ground = drawing.shape("rect", x=x + 4, y=y + 5, width=column - 8, height=ROW - 10, fill=HATCH, opacity=0.5)
            drawing.hint(ground, told + say(language, STATES["absent"]))
        drawing.sign(cell.claim.state, x + column / 2, y + ROW / 2, SOFT if cell.claim.state != "perhaps" else colour)
        return
    room = column - 40
    bar = drawing.shape("rect", x=x + 4, y=y + 9, width=max(2.0, room * cell.bar / 100), height=ROW - 18, fill=colour)
    if cell.proposed:
        bar.set("fill-opacity", "0.35")
    drawing.hint(bar, told + format_decimal(cell.sentences, locale=language))
    drawing.text(x + 10 + max(2.0, room * cell.bar / 100), y + 20, format_decimal(cell.sentences, locale=language))


def barcodes(page: OverviewPage, caption: Caption) -> Drawing:
    """In which order: one strip an article, a tick a sentence."""
    drawing = Drawing(caption)
    y, room = drawing.top, drawing.width - 2 * EDGE - LABEL
    for code in page.barcodes:
        _strip(drawing, code, y, room, caption.language)
        y += 44
    entries = [("", TOPICS[colour], view.label(caption.language)) for view, colour in page.legend]
    entries += [("", OTHER_TOPIC, say(caption.language, N_("other topics")))] if page.uncoloured else []
    drawing.height = drawing.legend(entries, y + 22)
    return drawing


def _strip(drawing: Drawing, code: Barcode, y: float, room: float, language: str) -> None:
    source = code.article.source
    drawing.shape("circle", cx=EDGE + 5, cy=y + 11, r=5, fill=HUES[source.hue])
    drawing.text(EDGE + 16, y + 15, source.name, weight=600, most=LABEL - 24)
    if code.leads_with:
        drawing.text(EDGE + 16, y + 31, code.leads_with.label(language), size=11, fill=SOFT, most=LABEL - 24)
    for tick in code.ticks:
        x, width = EDGE + LABEL + room * tick.x / 1000, max(0.6, room * tick.width / 1000 - 1)
        high = tick.topic is not None
        colour = LINE if not high else OTHER_TOPIC if tick.colour is None else TOPICS[tick.colour]
        element = drawing.shape(
            "rect", x=x, y=y + (0 if high else 16), width=width, height=32 if high else 16, fill=colour
        )
        if tick.dimmed:
            element.set("opacity", "0.3")
        drawing.hint(element, f"{tick.number}: {tick.topic.label(language) if tick.topic else '–'}")


def shares(page: QuotesPage, caption: Caption) -> Drawing:
    """Who has how much of the say: solid between marks, light where reported."""
    drawing = Drawing(caption, _wide(len(page.sources)))
    column = _columns(drawing.width, len(page.sources))
    _heads(drawing, page.sources, column)
    y = drawing.top
    longest = max((share.percent for row in page.voices.shares for share in row.shares if share), default=0) or 1
    for row in page.voices.shares:
        drawing.shape("line", x1=EDGE, x2=drawing.width - EDGE, y1=y, y2=y, stroke=LINE, stroke_width=0.6)
        drawing.text(EDGE, y + 20, row.name, size=13, family="Source Serif 4", most=LABEL - 8)
        for place, (source, share) in enumerate(zip(page.sources, row.shares, strict=True)):
            x, room = EDGE + LABEL + place * column + 4, column - 46
            if share is None:
                drawing.text(x + 4, y + 20, "–", fill=SOFT)
                continue
            colour, solid = HUES[source.hue], room * share.marked_percent / longest
            drawing.shape("rect", x=x, y=y + 9, width=solid, height=ROW - 18, fill=colour)
            light = room * share.reported_percent / longest
            drawing.shape("rect", x=x + solid, y=y + 9, width=light, height=ROW - 18, fill=colour, fill_opacity=0.4)
            told = format_percent(share.percent / 100, locale=caption.language)
            drawing.text(x + solid + light + 5, y + 20, told)
        y += ROW
    language = caption.language
    entries = [("", INK, say(language, N_("between marks"))), ("", "#9a958c", say(language, N_("reported")))]
    drawing.height = drawing.legend(entries, y + 26)
    return drawing


def scale(group: FigureGroup, caption: Caption, ends: tuple[str, str]) -> Drawing:
    """The figures of a group on one line, from zero or by day; a hollow dot is approximate. ``ends``: their words."""
    drawing = Drawing(caption)
    line = group.picture
    assert line is not None
    room, step = drawing.width - 2 * EDGE - 180, 30
    base = drawing.top + step * line.rows + 6
    drawing.shape("line", x1=EDGE, x2=EDGE + room, y1=base, y2=base, stroke=INK, stroke_width=1)
    for dot in line.dots:
        colour, y = HUES[dot.figure.source.hue], base - step / 2 - step * dot.row
        x, to = EDGE + room * dot.x / 100, EDGE + room * dot.to / 100
        drawing.shape("line", x1=x, x2=x, y1=y, y2=base, stroke=colour, stroke_width=1, stroke_dasharray="2 3")
        if to > x:
            drawing.shape("line", x1=x, x2=to, y1=y, y2=y, stroke=colour, stroke_width=3)
        for place in dict.fromkeys((x, to)):
            fill = colour if dot.figure.precision == "exact" else "none"
            drawing.shape("circle", cx=place, cy=y, r=5.5, fill=fill, stroke=colour, stroke_width=2)
        told = f"{dot.figure.source.name}: {dot.figure.surface}"
        is_right = to > EDGE + room * 0.7
        drawing.text(x - 10 if is_right else to + 10, y + 4, told, anchor="end" if is_right else "start", most=420)
    drawing.text(EDGE, base + 18, ends[0], fill=SOFT)
    drawing.text(EDGE + room, base + 18, ends[1], fill=SOFT, anchor="end")
    drawing.height = base + 26
    return drawing


OF_OVERVIEW: dict[str, Callable[[OverviewPage, Caption], Drawing]] = {
    "matrix": matrix,
    "strands": matrix,
    "barcodes": barcodes,
}
