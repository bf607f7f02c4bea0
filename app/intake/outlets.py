"""Which outlet it is: by the address's domain, by what the page or the text says of itself; never by prose.

That a text mentions an outlet ("wie der Spiegel berichtet") says nothing about where it appeared, so names count only
in fields and on lines where an outlet signs.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from app.intake.items import Outlet

# Outlets of the German-speaking countries by domain, and some others that are often quoted in collections.
DOMAINS = {
    "faz.net": "FAZ", "sueddeutsche.de": "Süddeutsche Zeitung", "sz.de": "Süddeutsche Zeitung",
    "spiegel.de": "Der Spiegel", "zeit.de": "Die Zeit", "welt.de": "Die Welt", "taz.de": "taz", "bild.de": "Bild",
    "stern.de": "Stern", "focus.de": "Focus", "tagesschau.de": "Tagesschau", "zdf.de": "ZDF", "zdfheute.de": "ZDF",
    "n-tv.de": "n-tv", "ntv.de": "n-tv", "rtl.de": "RTL", "tagesspiegel.de": "Der Tagesspiegel",
    "handelsblatt.com": "Handelsblatt", "wiwo.de": "Wirtschaftswoche", "manager-magazin.de": "Manager Magazin",
    "fr.de": "Frankfurter Rundschau", "merkur.de": "Münchner Merkur", "rnd.de": "RND", "nd-aktuell.de": "nd",
    "neues-deutschland.de": "nd", "jungewelt.de": "junge Welt", "freitag.de": "Der Freitag",
    "jungefreiheit.de": "Junge Freiheit", "cicero.de": "Cicero", "berliner-zeitung.de": "Berliner Zeitung",
    "morgenpost.de": "Berliner Morgenpost", "bz-berlin.de": "B.Z.", "abendblatt.de": "Hamburger Abendblatt",
    "mopo.de": "Hamburger Morgenpost", "rp-online.de": "Rheinische Post", "waz.de": "WAZ",
    "ksta.de": "Kölner Stadt-Anzeiger", "rundschau-online.de": "Kölnische Rundschau", "express.de": "Express",
    "general-anzeiger-bonn.de": "General-Anzeiger", "ga.de": "General-Anzeiger",
    "augsburger-allgemeine.de": "Augsburger Allgemeine", "nn.de": "Nürnberger Nachrichten",
    "nordbayern.de": "Nürnberger Nachrichten", "stuttgarter-zeitung.de": "Stuttgarter Zeitung",
    "stuttgarter-nachrichten.de": "Stuttgarter Nachrichten", "swp.de": "Südwest Presse",
    "schwaebische.de": "Schwäbische Zeitung", "badische-zeitung.de": "Badische Zeitung",
    "rheinpfalz.de": "Die Rheinpfalz", "saarbruecker-zeitung.de": "Saarbrücker Zeitung", "hna.de": "HNA",
    "haz.de": "Hannoversche Allgemeine", "noz.de": "Neue Osnabrücker Zeitung", "weser-kurier.de": "Weser-Kurier",
    "nwzonline.de": "Nordwest-Zeitung", "shz.de": "sh:z", "kn-online.de": "Kieler Nachrichten",
    "ln-online.de": "Lübecker Nachrichten", "ostsee-zeitung.de": "Ostsee-Zeitung", "nordkurier.de": "Nordkurier",
    "svz.de": "Schweriner Volkszeitung", "maz-online.de": "Märkische Allgemeine",
    "lr-online.de": "Lausitzer Rundschau", "moz.de": "Märkische Oderzeitung", "lvz.de": "Leipziger Volkszeitung",
    "mz.de": "Mitteldeutsche Zeitung", "volksstimme.de": "Volksstimme", "saechsische.de": "Sächsische Zeitung",
    "freiepresse.de": "Freie Presse", "thueringer-allgemeine.de": "Thüringer Allgemeine",
    "deutschlandfunk.de": "Deutschlandfunk", "deutschlandfunkkultur.de": "Deutschlandfunk Kultur",
    "dw.com": "Deutsche Welle", "br.de": "BR", "ndr.de": "NDR", "wdr.de": "WDR", "mdr.de": "MDR", "swr.de": "SWR",
    "hr.de": "HR", "hessenschau.de": "HR", "rbb24.de": "rbb", "t-online.de": "t-online", "web.de": "WEB.DE",
    "gmx.net": "GMX", "heise.de": "heise", "netzpolitik.org": "netzpolitik.org",
    "nachdenkseiten.de": "NachDenkSeiten", "tichyseinblick.de": "Tichys Einblick", "euractiv.de": "Euractiv",
    "table.media": "Table.Media", "correctiv.org": "Correctiv", "vorwaerts.de": "Vorwärts", "bpb.de": "bpb",
    "nzz.ch": "NZZ", "tagesanzeiger.ch": "Tages-Anzeiger", "20min.ch": "20 Minuten", "blick.ch": "Blick",
    "srf.ch": "SRF", "bernerzeitung.ch": "Berner Zeitung", "derbund.ch": "Der Bund",
    "bazonline.ch": "Basler Zeitung", "luzernerzeitung.ch": "Luzerner Zeitung",
    "tagblatt.ch": "St. Galler Tagblatt", "watson.ch": "watson", "watson.de": "watson.de",
    "swissinfo.ch": "Swissinfo", "woz.ch": "WOZ", "weltwoche.ch": "Die Weltwoche", "republik.ch": "Republik",
    "aargauerzeitung.ch": "Aargauer Zeitung", "derstandard.at": "Der Standard", "diepresse.com": "Die Presse",
    "orf.at": "ORF", "krone.at": "Kronen Zeitung", "kurier.at": "Kurier", "kleinezeitung.at": "Kleine Zeitung",
    "sn.at": "Salzburger Nachrichten", "nachrichten.at": "OÖN", "oe24.at": "oe24", "heute.at": "Heute",
    "wienerzeitung.at": "Wiener Zeitung", "profil.at": "profil", "falter.at": "Falter",
    "tt.com": "Tiroler Tageszeitung", "vol.at": "VOL.AT", "puls24.at": "PULS 24", "wort.lu": "Luxemburger Wort",
    "tageblatt.lu": "Tageblatt", "grenzecho.net": "GrenzEcho", "stol.it": "Südtirol News", "reuters.com": "Reuters",
    "presseportal.de": "Presseportal", "ots.at": "APA-OTS", "bundesregierung.de": "Bundesregierung",
    "auswaertiges-amt.de": "Auswärtiges Amt", "bundestag.de": "Bundestag",
    "bundeskanzleramt.gv.at": "Bundeskanzleramt", "admin.ch": "Schweizer Bundesverwaltung",
    "nytimes.com": "The New York Times", "theguardian.com": "The Guardian", "bbc.com": "BBC", "bbc.co.uk": "BBC",
    "lemonde.fr": "Le Monde", "rt.com": "RT", "de.rt.com": "RT DE", "snanews.de": "SNA",
    "sputniknews.com": "Sputnik", "washingtonpost.com": "The Washington Post",
}  # fmt: skip
_FURTHER = {
    "frankfurter allgemeine": "FAZ", "frankfurter allgemeine zeitung": "FAZ", "f.a.z": "FAZ", "faz.net": "FAZ",
    "sz": "Süddeutsche Zeitung", "sueddeutsche zeitung": "Süddeutsche Zeitung", "süddeutsche": "Süddeutsche Zeitung",
    "spiegel": "Der Spiegel", "spiegel online": "Der Spiegel", "zeit online": "Die Zeit", "zeit": "Die Zeit",
    "welt": "Die Welt", "welt online": "Die Welt", "die tageszeitung": "taz", "tagesspiegel": "Der Tagesspiegel",
    "standard": "Der Standard", "derstandard": "Der Standard", "ntv": "n-tv", "neue zürcher zeitung": "NZZ",
    "presse": "Die Presse", "bild-zeitung": "Bild", "ard tagesschau": "Tagesschau", "zdfheute": "ZDF",
    "redaktionsnetzwerk deutschland": "RND", "neues deutschland": "nd", "tages anzeiger": "Tages-Anzeiger",
    "taz, die tageszeitung": "taz", "taz. die tageszeitung": "taz", "taz die tageszeitung": "taz", "die taz": "taz",
    "tageszeitung": "taz",
    "frankfurter allgemeine sonntagszeitung": "Frankfurter Allgemeine Sonntagszeitung",
    "welt am sonntag": "Welt am Sonntag", "bild am sonntag": "Bild am Sonntag", "nzz am sonntag": "NZZ am Sonntag",
    "sonntagszeitung": "SonntagsZeitung", "westdeutsche allgemeine zeitung": "WAZ",
    "westdeutsche allgemeine": "WAZ", "oberösterreichische nachrichten": "OÖN", "oö nachrichten": "OÖN",
    "hannoversche allgemeine zeitung": "Hannoversche Allgemeine", "rheinpfalz": "Die Rheinpfalz",
    "hessische/niedersächsische allgemeine": "HNA", "hessische niedersächsische allgemeine": "HNA",
    "bayerischer rundfunk": "BR", "br24": "BR", "mitteldeutscher rundfunk": "MDR", "mdr aktuell": "MDR",
    "norddeutscher rundfunk": "NDR", "westdeutscher rundfunk": "WDR", "südwestrundfunk": "SWR",
    "hessischer rundfunk": "HR", "schweizer radio und fernsehen": "SRF", "spiegel plus": "Der Spiegel",
    "sz plus": "Süddeutsche Zeitung", "südkurier": "Südkurier", "stuttgarter nachrichten": "Stuttgarter Nachrichten",
    "neue zürcher zeitung am sonntag": "NZZ am Sonntag", "luzerner zeitung": "Luzerner Zeitung",
    "sächsische zeitung": "Sächsische Zeitung", "münchener merkur": "Münchner Merkur", "merkur": "Münchner Merkur",
    "berliner kurier": "Berliner Kurier", "b.z": "B.Z.", "bz": "B.Z.", "allgemeine zeitung": "Allgemeine Zeitung",
    "börsen-zeitung": "Börsen-Zeitung", "wirtschaftsblatt": "WirtschaftsBlatt", "vorarlberger nachrichten":
    "Vorarlberger Nachrichten", "niederösterreichische nachrichten": "NÖN", "die furche": "Die Furche",
}  # fmt: skip
_SHORT = {
    "bild",
    "zeit",
    "welt",
    "heute",
    "express",
    "blick",
    "presse",
    "standard",
    "kurier",
    "profil",
    "stern",
    "focus",
}


def outlet_of_address(url: str, known: Sequence[Outlet] = ()) -> str | None:
    """The outlet of a web address: one the summit knows, one of the list above, else the domain itself."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    return outlet_of_domain(host, known)


def outlet_of_domain(host: str, known: Sequence[Outlet] = ()) -> str | None:
    """The same for a host name; subdomains belong to their domain."""
    own = {domain.lower().removeprefix("www."): outlet.name for outlet in known for domain in outlet.domains}
    labels = host.lower().split(".")
    for start in range(len(labels) - 1):
        domain = ".".join(labels[start:])
        if domain in own or domain in DOMAINS:
            return own.get(domain) or DOMAINS[domain]
    return host if len(labels) > 1 and re.fullmatch(r"[\w.-]{3,100}", host) else None


def outlet_named(name: str, known: Sequence[Outlet] = ()) -> str | None:
    """The outlet that bears exactly this name, in the summit's spelling or ours; None for an unknown one."""
    wanted = _key(name)
    for outlet in known:
        if wanted in {_key(one) for one in (outlet.name, *outlet.aliases)}:
            return outlet.name
    return _NAMED.get(wanted) or _FURTHER.get(wanted)


def outlet_signing(line: str, known: Sequence[Outlet] = ()) -> str | None:
    """The outlet that signs a short line: "Von Anna Weber, Wiener Zeitung", "© ZEIT ONLINE", "(Der Standard, 17.6.)".

    Names that are common words ("Welt", "Zeit") count only behind ©, a copyright or "Quelle", and on lines in brackets.
    """
    marked = re.search(r"©|\(c\)|copyright|quelle:|source:|^\s*[(\[].*[)\]]\s*\.?\s*$", line, re.I) is not None
    for part in re.split(r"[,;|/()\[\]–—•·]|©|\s-\s|:\s|\d{4}|\d{1,2}\.", line[:200]):
        part = part.strip(" .\"'„“”»«")
        name = outlet_named(part, known) if len(part) > 1 else None
        if name and (marked or re.sub(r"^(?:der|die|das) ", "", _key(part)) not in _SHORT):
            return name
    return None


def _key(name: str) -> str:
    return re.sub(r"[\s_]+", " ", name).strip().rstrip(".").casefold()


_NAMED = {_key(name): name for name in DOMAINS.values()}
