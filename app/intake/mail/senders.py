"""Who sent a mail: a person, who is its author, or an outlet; told by the name and address of its header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr

from app.intake.items import Outlet
from app.intake.outlets import outlet_named, outlet_of_domain

# Mail providers: a writer's address there names no outlet.
_PROVIDERS = re.compile(
    r"(?:^|\.)(?:gmail|googlemail|gmx|web|outlook|hotmail|live|yahoo|icloud|me|t-online|posteo|mailbox|proton|protonmail"
    r"|freenet|aol|bluewin|arcor|example|mac|msn|mail|email|vodafone|kabelmail|chello|a1|hispeed|sunrise|sendgrid|mailchimp"
    r"|mailchimpapp|rsgsv|mcsv|cleverreach|rapidmail|newsletter2go|sendinblue|brevo|substack|steadyhq|mailjet|inxmail"
    r"|amazonses|google|googlegroups)\.(?:\w{2,3}|email|support)$"
)
# Words that stand in the names of senders who are no persons.
_NO_PERSON = re.compile(
    r"newsletter|redaktion|presse|press\b|service|team\b|news|online|zeitung|blatt\b|bote\b|media|gmbh|\bag\b|verlag|info\b"
    r"|kontakt|ministerium|agentur|nachrichten|magazin|digest|briefing|update|rundschau|anzeiger|kurier|tageblatt|kommunikation"
    r"|büro|office|abo\b|alert|monitor|verband|institut|stiftung|partei|fraktion|amt\b|support|noreply|no-reply|verteiler"
    r"|mailing|desk\b|spiegel\b|kanzlei|sprecher|bureau|editor|daily|weekly|morgen|abend|postfach|sekretariat|feed\b|radio"
    r"|sender\b|politik\b|wirtschaft\b|kultur\b|liste?\b|tagesschau|\.de\b|\.at\b|\.ch\b|\.com\b",
    re.I,
)
_SENT_AS = re.compile(r"\s+(?:im auftrag von|on behalf of|de la part de)\s+(?P<other>.+)", re.I)
_VIA = re.compile(r"\s+(?:via|über|per)\s+.+$", re.I)
_WRITTEN = re.compile(r"[\[<(]\s*(?:mailto:)?\s*(?P<address>[^\s<>\[\]()]{1,200}@[^\s<>\[\]()]{1,200}?)\s*[\]>)]", re.I)
_BRACKETS = re.compile(r"[\[(<][^\[\]()<>]{0,150}[\])>]")
# What stands beside an outlet's name when it sends its newsletter.
_BESIDE = re.compile(
    r"(?i:\b(?:newsletter|redaktion|team|service|benachrichtigung(?:en)?|nachrichten-update|eilmeldung(?:en)?|digital"
    r"|am (?:morgen|mittag|abend)|briefing|die redaktion|aktuell|e-?mail)\b)|\s[|–-]\s.*$"
)
_LISTED = re.compile(r"^\s*\"?(?P<name>[^<\"]{2,80}?)\"?\s*<")


# Words in the names of newspapers, magazines and broadcasters.
_PRESS = re.compile(
    r"zeitung|blatt\b|bote\b|kurier|anzeiger|rundschau|nachrichten|magazin|tagblatt|\bpost\b|journal|presse\b|courier|echo\b"
    r"|merkur|allgemeine|times\b|tribune|gazette|herald|spiegel\b|radio|funk\b|fernsehen|newsletter|briefing|digest",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """``author`` where it is a person; ``outlet`` is a name, a domain, or both ("Bodensee-Bote <bote.example>")."""

    author: str | None
    outlet: str | None


def sender(value: str | None, list_id: str | None = None) -> Sender:
    """Who sent a mail, by its From line or one in a text ("Amsel, Petra [mailto:amsel@blatt.example]").

    ``list_id`` is the header of a mailing list or newsletter: of one, the sender's name is the outlet's.
    """
    name, address = _parts(" ".join((value or "").split())[:400])
    domain = address.rpartition("@")[2].lower().strip(".>")
    domain = "" if _PROVIDERS.search(domain) else domain
    author = _person(name)
    if author:
        return Sender(author, domain or None)
    named = outlet_named(name) or outlet_named(" ".join(_BESIDE.sub(" ", name).split()))
    listed = _LISTED.match(list_id or "")
    if not named and (list_id or _PRESS.search(name)):
        named = " ".join(_BESIDE.sub(" ", name).split()) or (listed["name"].strip() if listed else None)
    return Sender(None, (f"{named} <{domain}>" if domain else named) if named else domain or None)


def outlet_of_sender(told: str, known: Sequence[Outlet] = ()) -> str | None:
    """The outlet that ``Sender.outlet`` tells, in the summit's spelling or ours where it is known."""
    name, _, domain = told.rpartition(" <")
    name, domain = (
        (name, domain.rstrip(">")) if name else (("", told) if "." in told and " " not in told else (told, ""))
    )
    of_domain = outlet_of_domain(domain, known) if domain else None
    return outlet_named(name, known) or (of_domain if of_domain and "." not in of_domain else None) or name or of_domain


def _parts(value: str) -> tuple[str, str]:
    """Name and address."""
    on_behalf = _SENT_AS.search(value)
    if on_behalf:
        value = on_behalf["other"]
    written = _WRITTEN.search(value)
    address = written["address"] if written else ""
    name = _BRACKETS.sub(" ", value)
    if not written and "@" in value:
        name, address = parseaddr(value)
    name = _VIA.sub("", " ".join(name.split()).strip(" \"'„“”;,<>"))
    return "" if "@" in name else name, address


def _person(name: str) -> str | None:
    """A person's name, in the order of speech; None for what is none."""
    if _NO_PERSON.search(name) or re.search(r"[@\d|/&:]", name):
        return None
    last, comma, first = (part.strip() for part in name.partition(","))
    words = f"{first} {last}".split() if comma else name.split()
    is_name = 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper() and "," not in first
    return " ".join(words) if is_name and outlet_named(name) is None else None
