"""Lines of the page a text came from, told by their words alone. No spaCy here: intake looks for them too."""

import re

MEDIUM = re.compile(r"\b(?:Video|Podcast|Bild|Audio|Foto|Bildergalerie|Fotostrecke|Livestream)s?\b", re.I)
FIELD = re.compile(
    r"^[ \t]*(?:date|published|datum|stand|author|autor|title|url|source|category|rubrik|tags?)[ \t]*[:=][^\n]{1,80}$"
    r"|^[ \t]*(?:date|published) \d{4}-\d\d(?:-\d\d)?",
    re.I | re.M,
)
FURNITURE = re.compile(
    r"^[ \t]*(?:Lesen Sie (?:auch|mehr|hier)\b|Mehr zum Thema\b|Zum Thema:|Anzeige$|Werbung$|Artikel anhören"
    r"|Newsletter\b|Weiterlesen|Jetzt abonnieren|Zur Startseite|Cookie|Kommentare \(\d+\)|Teilen$|Drucken$"
    r"|Schlagwörter:|Diesen Artikel)[^\n]{0,120}",
    re.M,
)
