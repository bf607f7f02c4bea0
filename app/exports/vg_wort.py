"""The articles of a press review under § 49 UrhG, as a list to be sent to VG Wort: one line an article, as CSV."""

import csv
from io import StringIO

from app.days import appeared
from app.exports.tables import BOM, harmless
from app.language import N_, say
from app.queries.views.review import Review

HEAD = (N_("Outlet"), N_("Headline"), N_("Author"), N_("Day"), N_("Page"), N_("Words"), N_("Characters"), N_("Address"))


def vg_wort(review: Review) -> bytes:
    """UTF-8 with byte order mark, semicolons in German; each article once, in the order of the review."""
    language = review.language
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if language == "de" else ",", lineterminator="\r\n")
    writer.writerow([say(language, name) for name in HEAD])
    clippings = (item.clipping for item in review.items)
    for one in {one.id: one for one in clippings if one is not None and one.id}.values():
        day = appeared(one.published, language) or ""
        told = (one.outlet, one.headline or "", one.author or "", day, one.page or "")
        writer.writerow([*map(harmless, told), one.words, len(one.text), harmless(one.url or "")])
    return (BOM + out.getvalue()).encode()
