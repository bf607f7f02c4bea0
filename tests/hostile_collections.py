"""Hostile and odd mailboxes, mail, tables, dumps, feeds, lists and transcripts: more rows for ``python -m tests.hostile``."""

# ruff: noqa: E501 - tables, in which a line is a row

import gzip
import json
from collections.abc import Iterator
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from tests.hostile import Case, html, noise, packed
from tests.intake.compound import compound, properties
from tests.intake.website import SENTENCES

FROM = "From a@b.example Wed Jun 16 10:30:00 2021\n"
HEAD = "Von: Petra Amsel <amsel@nzz.ch>\nGesendet: Mittwoch, 16. Juni 2021 10:30\nAn: Bert\nBetreff: Genf\n\n"
ROW = {"title": "Genf", "text": SENTENCES, "date": "2021-06-16"}
XLSX = {"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>"}
MANY = 10_000


def in_each_other(depth: int) -> bytes:
    """A message attached to a message attached to a message."""
    inner = MIMEText(SENTENCES, "plain", "utf-8")
    for _ in range(depth):
        outer = MIMEMultipart()
        outer["From"], outer["Subject"] = "a@b.example", "WG: Genf"
        outer.attach(MIMEMessage(inner))
        inner = outer  # type: ignore[assignment]
    return inner.as_bytes()


def by_hand(depth: int) -> bytes:
    """The same, deeper than Python itself can write it."""
    return (
        b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * depth
        + b"From: a@b.example\n\nText."
    )


def of_html(body: str) -> bytes:
    return f"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<html>{body}</html>".encode()


def of_text(body: str, subject: str = "x") -> bytes:
    return f"From: a@b.example\nTo: c@d.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()


def collections() -> Iterator[Case]:
    """Mail and what holds many articles."""
    for what, name, data, expected in (
        ("mailbox of 10,000", "a.mbox", lambda: (FROM + f"From: A <a@b.example>\nSubject: Genf\n\n{SENTENCES[:300]}\n\n").encode() * MANY, "found too-many too-slow"),
        ("mailbox of nothing but From lines", "a.mbox", lambda: FROM.encode() * 8_000, "no-text too-many empty broken found"),
        ("mailbox, text full of From lines", "a.mbox", lambda: (FROM + "From: a@b.example\nSubject: x\n\n" + "From Genf kam nichts.\n" * 20_000).encode(), "found"),
        ("mailbox of binary noise", "a.mbox", lambda: FROM.encode() + b"Subject: x\n\n" + noise(200_000, 1), "binary found no-text encoding no-words"),
        ("mail, 50 within each other", "a.eml", lambda: in_each_other(50), "nested cover-note"),
        ("mail, 300 within each other, by hand", "a.eml", lambda: by_hand(300), "nested too-complex found no-text crashed cover-note"),
        ("mail, 100,000 within each other, by hand", "a.eml", lambda: by_hand(100_000), "nested too-complex found no-text crashed cover-note"),
        ("mail of 20,000 parts", "a.eml", lambda: b"From: a@b.example\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\nGut.\n" * 20_000 + b"--x--", "found crashed too-slow"),
        ("mail, sent on 10,000 times", "a.eml", lambda: of_text((HEAD + "Zur Kenntnis, bitte lesen.\n\n") * MANY, "WG: x"), "found text-too-long no-text no-published too-slow"),
        ("mail, 100,000 lines of one header", "a.eml", lambda: of_text("Von: Petra Amsel\n" * 100_000), "found no-text too-slow"),
        ("mail, header whose end never comes", "a.eml", lambda: of_text("Von: A B <a@b.example>\nAn: " + "x@y.example;\n" * 50_000), "found no-text"),
        ("mail, a million quotation marks", "a.eml", lambda: of_text(">" * 1_000_000 + " Text und noch mehr.\n" * 5), "found no-text"),
        ("mail, marks that lie", "a.eml", lambda: of_text(HEAD + "\n" + SENTENCES + "\n\nVon: nichts\nAn: niemanden\nBetreff: leer\n", "Fwd: x"), "found"),
        ("mail, 10,000 articles in a digest", "a.eml", lambda: of_html("".join(f"<h2>Nummer {n} aus Genf</h2><p>{SENTENCES[:120]} {n}</p><a href='https://a.example/{n}'>mehr</a>" for n in range(MANY))), "found address too-slow"),
        ("mail, HTML 10,000 deep", "a.eml", lambda: of_html("<div>" * MANY + SENTENCES), "found too-complex crashed"),
        ("mail, HTML of links only", "a.eml", lambda: of_html("<a href='https://a.example/'>x</a>" * 20_000), "found no-text no-words"),
        ("Outlook message", "a.msg", lambda: compound(properties(32, {0x37: "Genf", 0x1000: SENTENCES})), "found"),
        ("Outlook message, cut off", "a.msg", lambda: compound(properties(32, {0x37: "Genf", 0x1000: SENTENCES}))[:3_000], "broken old-office"),
        ("Outlook message, RTF that lies about its size", "a.msg", lambda: compound(properties(32, {0x37: "Genf"}, files={0x1009: b"\xff\xff\xff\x7f" * 2 + b"LZFu" + bytes(4) + b"\xff" * 5_000})), "no-text broken"),
        ("Outlook message of noise", "a.msg", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(50_000, 2) + "__properties_version1.0\0".encode("utf-16-le"), "broken"),
        ("CSV of 10,000 articles", "a.csv", lambda: b"Titel;Beitrag\n" + f"Genf;{SENTENCES[:300]}\n".encode() * MANY, "found too-many too-slow"),
        ("CSV of 10,000 columns", "a.csv", lambda: (";".join(f"s{n}" for n in range(MANY)) + "\n" + ";".join("x" for _ in range(MANY)) + "\n").encode() * 3, "no-text-column"),
        ("CSV, header that lies", "a.csv", lambda: b"url;text;date\nkein Link;;kein Tag\n;;\n" + b";" * 100_000, "no-text no-text-column"),
        ("CSV, quotation never closed", "a.csv", lambda: b"Titel;Text\nGenf;\"" + SENTENCES.encode() * 2_000, "found text-too-long no-text no-text-column bad-line"),
        ("spreadsheet of nonsense", "a.xlsx", lambda: packed(XLSX | {"xl/workbook.xml": b"<workbook><sheets><sheet name='a' r:id='x'/></sheets>"}), "broken empty"),
        ("spreadsheet, shared strings that grow", "a.xlsx", lambda: packed(XLSX | {"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"<si><t>a</t></si>" * 3_000_000}), "bomb broken too-large"),
        ("old spreadsheet of noise", "a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(50_000, 3) + "Workbook\0".encode("utf-16-le"), "broken crashed"),
        ("JSON, 10,000 articles in wrappers", "a.json", lambda: json.dumps({"response": {"hits": {"hits": [{"_source": ROW}] * MANY}}}).encode(), "found too-many too-slow"),
        ("JSON, wrappers without end", "a.json", lambda: (b'{"data": ' * 900) + b"[]" + b"}" * 900, "no-text-field bad-line"),
        ("JSON, a record of 50,000 fields", "a.json", lambda: json.dumps({f"f{n}": {"name": "x"} for n in range(50_000)}).encode(), "no-text-field"),
        ("JSON, text nested in lists", "a.json", lambda: b'{"text": ' + b"[" * 500 + b'"Ein Text in Genf."' + b"]" * 500 + b"}", "found no-text bad-line"),
        ("gzip in gzip in gzip", "a.gz", lambda: gzip.compress(gzip.compress(gzip.compress(SENTENCES.encode()))), "nested"),
        ("gzip of a page", "a.html.gz", lambda: gzip.compress(html(f"<article><p>{SENTENCES}</p></article>")), "found"),
        ("gzip, cut off", "a.gz", lambda: gzip.compress(noise(100_000, 4))[:-5_000], "broken"),
        ("sitemap of 100,000", "a.xml", lambda: b"<urlset>" + b"".join(b"<url><loc>https://a.example/%d</loc></url>" % n for n in range(100_000)) + b"</urlset>", "address too-many"),
        ("NITF without a text", "a.xml", lambda: b"<nitf><head/><body/></nitf>", "no-text"),
        ("NewsML, items within each other", "a.xml", lambda: b"<NewsML>" + b"<NewsItem>" * 200 + SENTENCES.encode() + b"</NewsItem>" * 200 + b"</NewsML>", "no-text found"),
        ("XML, billion laughs in NITF", "a.xml", lambda: b'<!DOCTYPE nitf [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><nitf><body>&b;</body></nitf>', "entities found"),
        ("addresses, 100,000", "a.txt", lambda: b"".join(b"https://a.example/%d\n" % n for n in range(100_000)), "address too-many"),
        ("addresses into our own network", "a.txt", lambda: b"http://127.0.0.1/\nhttp://169.254.169.254/\nfile:///etc/passwd\n", "address found"),
        ("shortcut to a file", "a.url", lambda: b"[InternetShortcut]\nURL=file:///etc/passwd\n", "no-address"),
        ("webloc of noise", "a.webloc", lambda: b"bplist00" + noise(5_000, 5), "no-address"),
        ("subtitles of 20,000 cues", "a.srt", lambda: "".join(f"{n}\n{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},000 --> {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},900\nWir sprechen über Genf {n}.\n\n" for n in range(1, 20_000)).encode(), "found text-too-long no-text"),
        ("subtitles whose times lie", "a.vtt", lambda: b"WEBVTT\n\n99:99:99.999 --> 00:00:00.000\nGenf schweigt.\n\n-1 --> x\n", "found broken no-text"),
        ("subtitles of tags", "a.vtt", lambda: b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<v " * 50_000 + b"Genf\n", "found broken no-text no-words"),
        ("transcript without words", "a.txt", lambda: b"".join(b"00:%02d\n" % n for n in range(60)), "no-text"),
    ):  # fmt: skip
        yield Case(f"collection: {what}", name, data, expected)
