"""Every chart of a summit at an address of its own, as SVG or PNG, under the filters of the page that shows it."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from app.chart_files import FREE, draw, draw_scale
from app.db import ReadSession
from app.exports.pictures import png
from app.language import N_
from app.pages.deps import read_number
from app.pages.figures import measured
from app.pages.filters import Wanted
from app.pages.language import reader_language
from app.queries.figure_groups import figure_group

router = APIRouter(include_in_schema=False)

NO_CHART = N_("There is no such chart, or nothing to be drawn under these filters.")


@router.get("/summits/{slug}/charts/{name}.{ending}")
def chart(request: Request, session: ReadSession, asked: Wanted, slug: str, name: str, ending: str) -> Response:
    """``matrix.svg``, ``strands.png``, ``barcodes``, ``shares``; ``scale`` with ``?group=`` of figures."""
    if ending not in ("svg", "png") or name not in (*FREE, "scale"):
        raise HTTPException(404, NO_CHART)
    language = reader_language(request)
    address = f"{str(request.base_url).rstrip('/')}/summits/{slug}{asked.filters.as_query()}"
    if name == "scale":
        group = read_number(request.query_params.get("group", "")) or 0
        drawing = draw_scale(session, slug, group, language, address, _ends(session, slug, group, language))
    else:
        drawing = draw(session, slug, name, asked.filters, language, address)
    if drawing is None:
        raise HTTPException(404, NO_CHART)
    headers = {"content-disposition": f'attachment; filename="{slug}-{name}.{ending}"'}
    if ending == "svg":
        return Response(drawing.svg(), media_type="image/svg+xml", headers=headers)
    return Response(png(drawing.svg(has_fonts=False)), media_type="image/png", headers=headers)


def _ends(session: ReadSession, slug: str, group: int, language: str) -> tuple[str, str] | None:
    """What is written at both ends of a line of numbers, in the units of the page."""
    found = figure_group(session, slug, group)
    line = found.picture if found is not None else None
    if found is None or line is None:
        return None
    if line.kind == "time":
        return None  # days are written alike everywhere
    return "0", measured(line.right, line.unit, found.kind, language)
