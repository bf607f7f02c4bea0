"""Days and moments as they are written, in the reader's language and as precisely as they are known."""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

from app.intake.drafts import as_typed
from app.language import translations


def published(value: str | None, language: str) -> str | None:
    """A date as precise as it is known: "16. Juni 2021", "Juni 2021", "2021"."""
    if not value:
        return None
    parts = [int(part) for part in value.partition("T")[0].split("-")]
    if len(parts) == 1:
        return value
    if len(parts) == 2:
        return str(format_skeleton("yMMMM", date(parts[0], parts[1], 1), locale=language))
    return str(format_date(date(*parts), format="long", locale=language))


def appeared(value: str | None, language: str) -> str | None:
    """The same with the time of day where it is known: "16. Juni 2021, 06:30". Of another zone it tells which."""
    day = published(value, language)
    if not value or "T" not in value:
        return day
    typed = as_typed(value).split(" ")
    return f"{day}, {' '.join([typed[1][:5], *typed[2:]])}"


def days(first: date | None, last: date | None, language: str) -> str:
    """One day or several: "16. Juni 2021", "30. November – 13. Dezember 2023"; "" where neither is known."""
    if first and last and first < last:
        largest = "y" if first.year < last.year else "M" if first.month < last.month else "d"  # what differs
        patterns = Locale.parse(language).interval_formats["yMMMd"][largest]  # those of whole months are not there
        halves = zip((first, last), patterns, strict=True)
        return "".join(format_date(day, half.replace("MMM", "MMMM"), locale=language) for day, half in halves)
    if last and not first:
        return translations(language).gettext("until %(day)s") % {"day": format_date(last, "long", locale=language)}
    return str(format_date(first, format="long", locale=language)) if first else ""
