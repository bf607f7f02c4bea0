"""Mail as offices keep it: sent on in every way programs know, in mailboxes, as newsletters and press reviews."""

# ruff: noqa: E501 - headers, in which a line is a row

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from pathlib import Path

import pytest

from app.intake.items import Broken, Extent, Limits, Linked, Parsed, Piece
from app.intake.mail.mailboxes import read_mbox
from app.intake.mail.messages import read_eml
from app.intake.mail.senders import outlet_of_sender, sender
from app.intake.reading import read

TEXT = (
    "Die Delegationen haben sich am Mittwoch in Genf auf einen Fahrplan geeinigt. Bis zum Herbst sollen die Behörden"
    " gemeinsame Regeln vorlegen, sagte die Ministerin nach den Beratungen.\n\nVerbände nannten das Ergebnis"
    " enttäuschend. Am Ende stand ein Papier von neun Seiten, das keine Zahlen zu den Kosten enthält."
)
QUOTED = "\n".join(f"> {line}" for line in TEXT.split("\n"))
HTML_TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))


def message(text: str = TEXT, subject: str = "WG: Genf einigt sich", html: str = "", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Bert Kollege <bert@ministerium.example>", "a@b.example"
    mail["Subject"], mail["Date"] = subject, "Mon, 21 Jun 2021 08:00:00 +0200"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    if text:
        mail.set_content(text)
    if html and text:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail


def pieces(mail: EmailMessage) -> list[Piece]:
    return list(read_eml(mail.as_bytes(), Limits(), None))


def article(mail: EmailMessage) -> Parsed:
    (found,) = [piece for piece in pieces(mail) if isinstance(piece, Parsed)]
    return found


HEADS = {
    "outlook": "Von: Amsel, Petra <amsel@nzz.ch>\nGesendet: Mittwoch, 16. Juni 2021 10:30\nAn: Bert Kollege\nBetreff: {}\n\n",
    "outlook 2003": "-----Ursprüngliche Nachricht-----\nVon: Petra Amsel [mailto:amsel@nzz.ch] \nGesendet: Mittwoch, 16. Juni"
    " 2021 10:30\nAn: Bert Kollege; Carla Dritte;\n\tDora Vierte\nCc: E <e@f.example>\nBetreff: {}\n\n",
    "outlook english": "________________________________\nFrom: Petra Amsel <amsel@nzz.ch>\nSent: Wednesday, June 16, 2021 10:30"
    " AM\nTo: Bert Kollege\nSubject: {}\n\n",
    "outlook stars": "*Von:* Petra Amsel <amsel@nzz.ch>\n*Gesendet:* Mittwoch, 16. Juni 2021 10:30\n*An:* Bert\n*Betreff:* {}\n\n",
    "outlook for mac": "Von: Petra Amsel <amsel@nzz.ch>\nDatum: Mittwoch, 16. Juni 2021 um 10:30\nAn: Bert\nBetreff: {}\n",
    "apple": "Anfang der weitergeleiteten Nachricht:\n\nVon: Petra Amsel <amsel@nzz.ch>\nBetreff: {}\nDatum: 16. Juni 2021 um"
    " 10:30:00 MESZ\nAn: Bert Kollege <bert@x.example>\n\n",
    "apple english": "Begin forwarded message:\n\nFrom: Petra Amsel <amsel@nzz.ch>\nSubject: {}\nDate: 16 June 2021 at 10:30:00"
    " CEST\nTo: Bert <b@x.example>\n\n",
    "gmail": "---------- Forwarded message ---------\nVon: Petra Amsel <amsel@nzz.ch>\nDate: Mi., 16. Juni 2021 um 10:30 Uhr\n"
    "Subject: {}\nTo: Bert <b@x.example>\n\n\n",
    "gmail english": "---------- Forwarded message ---------\nFrom: Petra Amsel <amsel@nzz.ch>\nDate: Wed, Jun 16, 2021 at 10:30"
    " AM\nSubject: {}\nTo: <b@x.example>\n\n\n",
    "thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \t{}\nDatum: \tWed, 16 Jun 2021 10:30:00 +0200\n"
    "Von: \tPetra Amsel <amsel@nzz.ch>\nAn: \tBert <b@x.example>\n\n\n\n",
    "web.de": "Gesendet: Mittwoch, 16. Juni 2021 um 10:30 Uhr\nVon: \"Petra Amsel\" <amsel@nzz.ch>\nAn: b@x.example\nBetreff: {}\n",
    "notes": "----- Weitergeleitet von Bert Kollege/Amt am 21.06.2021 08:00 -----\n\nVon: Petra Amsel <amsel@nzz.ch>\nAn: Bert\n"
    "Datum: 16.06.2021 10:30\nBetreff: {}\n\n",
    "french": "-----Message d'origine-----\nDe : Petra Amsel <amsel@nzz.ch>\nEnvoyé : mercredi 16 juin 2021 10:30\nÀ : Bert\n"
    "Objet : {}\n\n",
    "spanish": "---------- Forwarded message ---------\nDe: Petra Amsel <amsel@nzz.ch>\nEnviado: miércoles, 16 de junio de 2021"
    " 10:30\nPara: Bert\nAsunto: {}\n\n",
    "italian": "Inizio messaggio inoltrato:\n\nDa: Petra Amsel <amsel@nzz.ch>\nOggetto: {}\nData: 16 giugno 2021 10:30\nA: Bert\n\n",
    "dutch": "Van: Petra Amsel <amsel@nzz.ch>\nVerzonden: woensdag 16 juni 2021 10:30\nAan: Bert\nOnderwerp: {}\n\n",
    "polish": "Od: Petra Amsel <amsel@nzz.ch>\nWysłano: środa, 16 czerwca 2021 10:30\nDo: Bert\nTemat: {}\n\n",
}  # fmt: skip


@pytest.mark.parametrize("program", HEADS)
@pytest.mark.parametrize("way", ["below a note", "alone", "quoted", "twice", "html", "paragraphs"])
def test_of_mail_sent_on_the_original_counts(program: str, way: str) -> None:
    head = HEADS[program].format("Genf einigt sich")
    note = "Zur Kenntnis, siehe unten.\n\nGruß\nBert\n\n"
    sent_on = head + TEXT
    match way:
        case "alone":
            mail = message(sent_on)
        case "quoted":
            mail = message(note + "\n".join(f"> {line}" for line in sent_on.split("\n")))
        case "twice":
            first = "Von: Carla Dritte <c@amt.example>\nGesendet: Montag, 21. Juni 2021 07:00\nAn: Bert\nBetreff: WG: Genf\n\nFYI\n\n"
            mail = message(note + first + sent_on, subject="WG: WG: Genf einigt sich")
        case "html":
            lines = "<br>".join(line.replace("<", "&lt;") for line in (note + head).split("\n"))
            mail = message("", html=f"<html><body><div>{lines}</div>{HTML_TEXT}</body></html>")
        case "paragraphs":
            lines = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in (note + head).split("\n"))
            mail = message("", html=f"<html><body>{lines}{HTML_TEXT}</body></html>")
        case _:
            mail = message(note + sent_on)
    found = article(mail)
    assert found.title == "Genf einigt sich"
    assert (found.author, found.published, outlet_of_sender(found.source or "")) == ("Petra Amsel", "2021-06-16", "NZZ")
    assert " ".join(found.text.split()) == " ".join(TEXT.split())
    assert way == "alone" or any(one.startswith("forward-note:Zur Kenntnis") for one in found.notes)


def test_a_table_of_headers_as_thunderbird_writes_it() -> None:
    rows = {"Betreff": "Genf einigt sich", "Datum": "Wed, 16 Jun 2021 10:30:00 +0200", "Von": "Petra Amsel &lt;amsel@nzz.ch&gt;",
            "An": "b@x.example"}  # fmt: skip
    table = "".join(f"<tr><th valign=top>{name}: </th><td>{value}</td></tr>" for name, value in rows.items())
    html = f"<p>FYI</p><p>-------- Weitergeleitete Nachricht --------</p><table>{table}</table><br>{HTML_TEXT}"
    found = article(message("", html=html))
    assert (found.title, found.author, found.published_at) == (
        "Genf einigt sich", "Petra Amsel", "2021-06-16T10:30:00+02:00")  # fmt: skip
    assert found.text.startswith("Die Delegationen")


def test_a_long_note_is_an_article_too() -> None:
    note = "Unsere Einschätzung dazu lautet wie folgt. " * 20
    both = [
        one
        for one in pieces(message(note + "\n\n" + HEADS["gmail"].format("Genf") + TEXT * 3))
        if isinstance(one, Parsed)
    ]
    assert [(one.author, one.suffix) for one in both] == [("Bert Kollege", "message 1"), ("Petra Amsel", "message 2")]


def test_mail_that_was_sent_on_as_a_quotation() -> None:
    mail = message(f"FYI\n\nAm 16.06.2021 um 10:30 schrieb Petra Amsel <amsel@nzz.ch>:\n{QUOTED}", subject="Fwd: Genf")
    found = article(mail)
    assert (found.author, found.published) == ("Petra Amsel", "2021-06-16")
    assert found.text.startswith("Die Delegationen")


def test_a_text_that_names_its_sender_is_not_sent_on() -> None:
    found = article(message("Von: Anna Weber\nDatum: 3. Mai 2021\n\n" + TEXT, subject="Genf einigt sich"))
    assert found.author == "Bert Kollege"


def attached(mail: EmailMessage, depth: int = 1) -> EmailMessage:
    for _ in range(depth):
        outer = message("Anbei.")
        outer.make_mixed()
        outer.attach(MIMEMessage(mail))
        mail = outer
    return mail


def test_mail_that_was_attached() -> None:
    inner = message(
        subject="Genf einigt sich", From="Petra Amsel <amsel@nzz.ch>", Date="Wed, 16 Jun 2021 10:30:00 +0200"
    )
    inner.add_attachment(b"Ein weiterer Text.", maintype="text", subtype="plain", filename="a.txt")
    cover, found, file = pieces(attached(inner))
    assert isinstance(cover, Broken)
    assert isinstance(found, Parsed)
    assert (found.title, found.author, found.published) == ("Genf einigt sich", "Petra Amsel", "2021-06-16")
    assert type(file).__name__ == "Part"


@pytest.mark.parametrize("depth", [20, 50])
def test_mails_in_mails_end_in_a_sentence(depth: int) -> None:
    items = list(read("a.eml", attached(message(), depth).as_bytes()))
    assert items
    assert {getattr(item, "code", "found") for item in items} <= {"nested", "cover-note", "too-complex"}


MBOX = (
    "From a@b.example Wed Jun 16 10:30:00 2021\nFrom: Blatt <a@blatt.example>\nSubject: Eins\nDate: Wed, 16 Jun 2021 10:30:00"
    f" +0200\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n>From Genf kam keine Antwort.\n\n"
    "From - Thu Jun 17 10:30:00 2021\nX-Mozilla-Status: 0001\nFrom: Blatt <a@blatt.example>\nSubject: Zwei\nDate: Thu, 17 Jun 2021"
    f" 10:30:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n"
)


def test_a_mailbox_gives_its_messages() -> None:
    one, two = read_mbox(MBOX.encode(), Limits(), None)
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert (one.title, one.published, one.suffix) == ("Eins", "2021-06-16", "message 1")
    assert (two.title, two.published, two.suffix) == ("Zwei", "2021-06-17", "message 2")
    assert one.text.split()[-5:] == ["From", "Genf", "kam", "keine", "Antwort."]


def test_a_maildir_gives_its_messages(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Archiv/cur", ".Archiv/new", ".Archiv/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N2\n1 :a\n")
    for number, name in enumerate(("cur/1623.M1P1.host:2,S", "new/1624.M1P1.host", ".Archiv/cur/1625.M1.host:2,RS")):
        (tmp_path / name).write_bytes(message(subject=f"Nachricht {number}").as_bytes())
    (tmp_path / "tmp" / "halb").write_bytes(message().as_bytes())
    items = list(read("post", tmp_path))
    assert sorted(item.draft.title or "" for item in items) == ["Nachricht 0", "Nachricht 1", "Nachricht 2"]  # type: ignore[union-attr]


LAYOUT = "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>"


def test_a_newsletter_is_read_without_its_frame() -> None:
    html = (
        "<html><body><div style='display:none'>Vorschau auf die Woche</div>"
        + LAYOUT.format("<a href='https://x.example'>Im Browser ansehen</a>")
        + LAYOUT.format(f"<h1>Genf einigt sich</h1>{HTML_TEXT}")
        + LAYOUT.format("Abmelden | Impressum | © 2021 Blatt GmbH")
        + "</body></html>"
    )
    mail = message("Ihr Programm kann kein HTML anzeigen.", "Genf einigt sich", html, From="Der Bote am Morgen <news@bote.example>",
                   List_Unsubscribe="<mailto:x@bote.example>")  # fmt: skip
    found = article(mail)
    assert found.text == TEXT
    assert outlet_of_sender(found.source or "") == "Der Bote"
    assert Extent in {type(one) for one in pieces(mail)}


@pytest.mark.parametrize(
    "heading", ["<h2>{}</h2>", "<p><b>{}</b></p>", "<td><a href='{url}'>{}</a></td>", "<h3><a href='{url}'>{}</a></h3>"]
)
@pytest.mark.parametrize("mark", ["<p>Der Standard, 16.06.2021, S. 4</p>", "<p><a href='{url}'>Weiterlesen</a></p>"])
def test_a_digest_gives_its_articles(heading: str, mark: str) -> None:
    titles = ("Genf einigt sich auf Regeln", "Ein Papier ohne Zahlen", "Wien verdoppelt Förderung")
    html = "<html><body><p>Guten Morgen!</p>" + "".join(
        heading.format(title, url=f"https://blatt.example/{number}")
        + mark.format(url=f"https://blatt.example/{number}")
        + HTML_TEXT
        for number, title in enumerate(titles)
    )
    found = [one for one in pieces(message("", "Presseschau", html + "<p>Abmelden</p>")) if isinstance(one, Parsed)]
    assert tuple(one.title for one in found) == titles
    assert {one.text for one in found} == {TEXT}
    assert all((one.source, one.published, one.page) == ("Der Standard", "2021-06-16", "4") or one.url for one in found)


def test_a_digest_of_teasers_gives_addresses_beside_articles() -> None:
    html = "".join(
        f"<h2>Überschrift Nummer {n}</h2><p>{TEXT if n < 2 else 'Nur ein kurzer Anriss mit wenigen Worten steht hier, mehr nicht …'}"
        f"</p><a href='https://blatt.example/{n}'>mehr</a>"
        for n in range(3)
    )
    assert [type(one) for one in pieces(message("", "Brief", html))][:3] == [Parsed, Parsed, Linked]


def test_a_plain_digest() -> None:
    text = "\n\n".join(f"Überschrift Nummer {n}\n{TEXT}\nhttps://blatt.example/{n}" for n in range(3))
    found = [one for one in pieces(message(text, "Presseschau")) if isinstance(one, Parsed)]
    assert [(one.title, one.url) for one in found] == [
        (f"Überschrift Nummer {n}", f"https://blatt.example/{n}") for n in range(3)
    ]


def test_an_export_that_came_by_mail() -> None:
    head = "{n} of 2 DOCUMENTS\n\n\n    Der Standard\n\n    16. Juni 2021 Mittwoch\n\nGenf einigt sich {n}\n\nAUTOR: Petra Amsel\n\nRUBRIK: POLITIK; S. 4\n\nLÄNGE: 312 Wörter\n\n"
    text = "\n\n\n".join(
        head.format(n=n) + TEXT * 2 + "\n\nUPDATE: 17. Juni 2021\n\nSPRACHE: GERMAN; Deutsch\n" for n in (1, 2)
    )
    found = [one for one in pieces(message(text, "Ihre Suche")) if isinstance(one, Parsed)]
    assert [(one.title, one.source, one.suffix) for one in found] == [
        ("Genf einigt sich 1", "Der Standard", "article 1"), ("Genf einigt sich 2", "Der Standard", "article 2")]  # fmt: skip


def test_subheadings_do_not_make_a_digest() -> None:
    html = f"<h1>Genf einigt sich</h1>{HTML_TEXT}<h2>Kein Wort zum Geld</h2>{HTML_TEXT}<h2>Wie es weitergeht</h2>{HTML_TEXT}"
    assert "Wie es weitergeht" in article(message("", "Genf einigt sich", html)).text


@pytest.mark.parametrize(
    ("value", "author", "outlet"),
    [
        ("Petra Amsel <amsel@sueddeutsche.de>", "Petra Amsel", "Süddeutsche Zeitung"),
        ('"Amsel, Petra" <amsel@amt.example>', "Petra Amsel", "amt.example"),
        ("Bodensee-Bote <news@bote.example>", None, "Bodensee-Bote"),
        ("SZ am Morgen <newsletter@newsletter.sz.de>", None, "Süddeutsche Zeitung"),
        ("Pressestelle <presse@amt.example>", None, "amt.example"),
        ("Anna Weber <anna.weber@gmail.com>", "Anna Weber", None),
        ("presse@amt.example", None, "amt.example"),
    ],
)
def test_senders(value: str, author: str | None, outlet: str | None) -> None:
    told = sender(value)
    assert (told.author, outlet_of_sender(told.outlet) if told.outlet else None) == (author, outlet)
