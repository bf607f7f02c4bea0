"""Hostile and odd inputs, made by this script: ``python -m tests.hostile`` reads each and prints what became of it.

A line is: the input, its outcome ("draft" or the refusal's code), the sentence, the most memory it took (this process
or the reading one, whichever took more) and the seconds. Exit status 1 where anything raised, went past 1 GB, or ended
otherwise than expected.
"""

# ruff: noqa: E501 - tables, in which a line is a row

import io
import random
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from app.intake.child import forget_peak, peak
from app.intake.fetching import read_address
from app.intake.items import Columns, Found, Item, Limits, Read, Refusal
from app.intake.reading import read
from app.intake.sandbox import Sandbox
from tests.hostile_exports import exports
from tests.intake.website import SENTENCES, Web, website

GIGABYTE = 1_000_000_000
ARTICLE = f"Gespräche in Genf\n\nVon Anna Weber\n\n16. Juni 2021\n\n{SENTENCES}\n"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = "application/vnd.oasis.opendocument.text"
OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True, slots=True)
class Case:
    """An input and what it may become: outcomes separated by blanks, of which every item must have one."""

    what: str
    name: str
    data: Callable[[], bytes | Path] | str
    expected: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input. ``memory`` in bytes."""

    case: Case
    items: tuple[Item, ...]
    memory: int
    seconds: float
    fault: str = ""

    @property
    def outcomes(self) -> list[str]:
        told = [item for item in self.items if not isinstance(item, Columns | Read)]  # these go beside articles
        return [item.code if isinstance(item, Refusal) else type(item).__name__.lower() for item in told]

    @property
    def sentence(self) -> str:
        for item in self.items:
            if isinstance(item, Refusal):
                return item.sentence
        first = next((item for item in self.items if isinstance(item, Found)), None)
        return f"{first.draft.words} words, “{first.draft.title}”" if first else self.fault

    @property
    def good(self) -> bool:
        told = [item.sentence for item in self.items if isinstance(item, Refusal)]
        right = bool(self.outcomes) and all(one in self.case.expected.split() for one in self.outcomes)
        return (
            right
            and not self.fault
            and self.memory < GIGABYTE
            and all(20 < len(t) < 200 and t[-1] == "." for t in told)
        )


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def zeros(size: int) -> bytes:
    """A ZIP archive whose only member unpacks to that many zeros, made without holding them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("null.txt", "w") as member:
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return out.getvalue()


def declared(data: bytes, size: int, *, crc: bytes | None = None) -> bytes:
    """The archive, its only member's size said to be another, in both places where it is said."""
    out = bytearray(data)
    for mark, sizes, sums in ((b"PK\x03\x04", 22, 14), (b"PK\x01\x02", 24, 16)):
        place = out.find(mark)
        out[place + sizes : place + sizes + 4] = struct.pack("<I", size)
        if crc is not None:
            out[place + sums : place + sums + 4] = struct.pack("<I", zlib.crc32(crc))
    return bytes(out)


def flagged(data: bytes, flag: int, method: int | None = None) -> bytes:
    """The archive, its members marked (encrypted, say) or said to be packed by another method."""
    out = bytearray(data)
    for mark, place_of_flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + place_of_flag] |= flag
            if method is not None:
                out[place + place_of_flag + 2 : place + place_of_flag + 4] = struct.pack("<H", method)
            place = out.find(mark, place + 4)
    return bytes(out)


def with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("gut.txt", ARTICLE)
    return out.getvalue()


def overlapping(members: int) -> bytes:
    """Many directory entries for one and the same packed data (after Fifield's better zip bomb)."""
    data = packed({"a.txt": b"0" * 4_000_000})
    start, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry[:46] + f"{n:05}".encode() + entry[51:] for n in range(members))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, members, members, len(directory), start, 0)
    return data[:start].replace(b"a.txt", b"00000") + directory.replace(b"a.txt", b"00000") + tail


def nested(depth: int) -> bytes:
    data = packed({"innen.txt": ARTICLE.encode()})
    for number in range(depth):
        data = packed({f"{number}.zip": data})
    return data


def word(body: str, head: str = "") -> bytes:
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    )
    document = f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    parts = {"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document}
    return packed({name: text.encode() for name, text in parts.items()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, head: str = "") -> bytes:
    content = f'<?xml version="1.0"?>{head}<office:document-content {OFFICE}><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    return packed({"mimetype": ODT.encode(), "content.xml": content.encode()})


def pdf(content: bytes, *, pages: int = 1, more: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF written by hand, so that every part of it can be wrong."""
    kids = b" ".join(f"{number + 10} 0 R".encode() for number in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count " + str(pages).encode() + b">>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: b"<</Length " + str(len(content)).encode() + more + b">>stream\n" + content + b"\nendstream",
    }
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>"
        + resources
        + b">>>>"
    )
    objects |= {number + 10: page for number in range(pages)}
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    for number, place in places.items():
        out += (b"xref\n" if number == 1 else b"") + f"{number} 1\n{place:010} 00000 n \n".encode()
    return bytes(out + b"trailer<</Root 1 0 R/Size 5000>>\nstartxref\n" + str(start).encode() + b"\n%%EOF")


def shown_text(lines: int = 20) -> bytes:
    text = "Am Mittwoch sprach die Delegation in Genf über Waffen.".encode("cp1252")
    return b"BT /F 12 Tf 50 700 Td 14 TL " + b" ".join(b"(" + text + b") Tj T*" for _ in range(lines)) + b" ET"


def mail(**parts: object) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Presse <presse@amt.example>", "redaktion@blatt.example"
    message["Subject"], message["Date"] = "Gespräche in Genf", "Wed, 16 Jun 2021 10:00:00 +0200"
    message.set_content(str(parts.get("text", SENTENCES)))
    for name, data in dict(parts.get("files") or {}).items():  # type: ignore[call-overload]
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def attached_in_depth(depth: int) -> bytes:
    data = mail()
    for _ in range(depth):
        data = mail(text="Anbei.", files={"weiter.eml": data})
    return data


def noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


def sized(text: str, size: int) -> bytes:
    return (text * (size // len(text) + 1)).encode()[:size]


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


P = f"<article><h1>Gespräche in Genf</h1><p>{SENTENCES}</p></article>"
RSS = '<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Blatt</title>{body}</channel></rss>'


def texts() -> Iterator[Case]:
    """Plain text, Markdown, tables, JSON."""
    draft, good = "found", ARTICLE
    for what, name, data, expected in (
        ("empty", "leer.txt", b"", "empty"),
        ("white space only", "leer.txt", b" \n\t\r\n" * 100, "empty"),
        ("a byte order mark only", "leer.txt", b"\xef\xbb\xbf", "empty"),
        ("zeros", "null.txt", bytes(1000), "empty"),
        ("no letters", "zahlen.txt", b"1234 5678 ... !!!", "no-text"),
        ("one word", "wort.txt", b"Genf", draft),
        ("UTF-8 with mark", "a.txt", b"\xef\xbb\xbf" + good.encode(), draft),
        ("UTF-16 little endian", "a.txt", good.encode("utf-16"), draft),
        ("UTF-16 big endian", "a.txt", b"\xfe\xff" + good.encode("utf-16-be"), draft),
        ("UTF-16 without mark", "a.txt", good.encode("utf-16-le"), "binary"),
        ("UTF-32", "a.txt", good.encode("utf-32"), "binary found encoding"),
        ("UTF-16 cut in the middle of a sign", "a.txt", good.encode("utf-16")[:-1], "found encoding"),
        ("Windows-1252", "a.txt", good.encode("cp1252"), draft),
        ("old Mac encoding", "a.txt", good.encode("mac-roman"), draft),
        ("DOS encoding", "a.txt", good.encode("cp850"), draft),
        ("Russian in KOI8-R", "a.txt", ("Переговоры прошли в Женеве. " * 30).encode("koi8-r"), draft),
        ("Japanese in Shift-JIS", "a.txt", ("ジュネーブで会談が行われた。" * 30).encode("shift-jis"), draft),
        ("UTF-8 with a broken byte", "a.txt", good.encode() + b"\xff\xfe\xfd" + good.encode(), "found encoding"),
        ("doubly encoded", "a.txt", good.encode().decode("latin-1").encode(), draft),
        ("surrogates in bytes", "a.txt", good.encode() + "\ud800".encode("utf-8", "surrogatepass"), "found encoding"),
        ("emoji", "a.txt", ("👩‍👩‍👧‍👦🇩🇪 " * 50 + good).encode(), draft),
        ("Arabic, right to left", "a.txt", ("جرت المحادثات في جنيف يوم الأربعاء. " * 30).encode(), draft),
        ("Hebrew with direction marks", "a.txt", ("\u202eשיחות בז'נבה\u202c. " * 30).encode(), draft),
        ("combining marks piled up", "a.txt", ("Z" + "\u0301\u0316\u0334" * 500 + "algo. ").encode() * 5, draft),
        ("control characters", "a.txt", good.replace(" ", "\x07 ").encode(), draft),
        ("escape sequences of terminals", "a.txt", ("\x1b[31m" + good + "\x1b]0;x\x07").encode(), draft),
        ("one zero byte in text", "a.txt", good.encode() + b"\x00", "binary"),
        ("form feeds and vertical tabs", "a.txt", good.replace("\n", "\x0c\x0b\n").encode(), draft),
        ("line separators of Unicode", "a.txt", good.replace("\n", "\u2028").encode(), draft),
        ("no line breaks, 400 KB", "a.txt", sized("Wort und noch ein Wort. ", 400_000), draft),
        ("a word of 400 KB", "a.txt", b"x" * 400_000, draft),
        ("only line breaks and a word", "a.txt", b"\n" * 300_000 + b"Genf", draft),
        ("longer than an article may be", "a.txt", sized("Ein Satz. ", 600_000), "no-text"),
        ("longer than a file may be", "a.txt", sized("Ein Satz. ", 20_000_001), "too-large"),
        ("random bytes", "a.txt", noise(50_000, 1), "binary"),
        ("random bytes without zeros", "a.txt", noise(50_000, 2).replace(b"\0", b"\1"), "binary encoding found no-text"),
        ("high bytes only", "a.txt", bytes(range(128, 256)) * 200, "binary encoding found no-text"),
        ("brackets, 300 KB", "a.txt", b"(" * 300_000, "no-text"),
        ("quotation marks, 300 KB", "a.txt", "Er sagte „".encode() + "„".encode() * 90_000, draft),
        ("spaces before a full stop", "a.txt", b"Wort " + b" " * 400_000 + b".", draft),
        ("dates without end", "a.txt", b"16.06.2021 " * 40_000, "no-text"),
        ("colons without end", "a.txt", b"Datum: " * 60_000, draft),
        ("names without end", "a.txt", b"Von " + b"Anna Weber und " * 25_000, draft),
        ("a date that does not exist", "a.txt", b"Datum: 31.02.2021\n\n" + good.encode(), draft),
        ("year 0", "a.txt", b"Datum: 0000-00-00\n\n" + good.encode(), draft),
        ("a script as address", "a.txt", b"URL: javascript:alert(1)\n\n" + good.encode(), draft),
        ("markup as headline", "a.txt", b"<script>alert(1)</script> und ein Titel\n\n" + good.encode(), draft),
        ("a name that leads up", "../../x", good.encode(), draft),
        ("a name of Windows", "C:\\Users\\x\\..\\a.txt", good.encode(), draft),
        ("a name of 5,000 signs", "x" * 5_000 + ".txt", good.encode(), draft),
        ("a name with zero byte and line break", "a\x00\n.txt", good.encode(), draft),
        ("a name read backwards", "\u202etxt.exe", good.encode(), draft),
        ("no name", "", good.encode(), draft),
        ("a name of broken bytes", b"\xff\xfe.txt".decode("utf-8", "surrogateescape"), good.encode(), draft),
        ("text that says it is a PDF", "a.pdf", good.encode(), draft),
        ("text that says it is Word", "a.docx", good.encode(), draft),
        ("percent signs", "a.txt", (good + "%(x)s %d %s %%").encode(), draft),
        ("Markdown with scripts", "a.md", f"# Titel\n\n<script>alert(1)</script>\n\n{SENTENCES}".encode(), draft),
        ("Markdown, brackets 100,000 deep", "a.md", b"[" * 100_000 + b"x", "found too-complex"),
        ("Markdown, quotes 20,000 deep", "a.md", b">" * 20_000 + b" Genf", "found too-complex no-text"),
        ("Markdown, stars without end", "a.md", b"*a **a " * 30_000, "found too-slow"),
        ("Markdown, front matter without end", "a.md", b"---\ntitle: x\n" + b"a: b\n" * 50_000, draft),
        ("Markdown of nothing but pictures", "a.md", b"![](x.png)\n" * 100, "no-text"),
        ("CSV", "a.csv", f'titel;text;datum\nGenf;"{SENTENCES}";16.06.2021\n'.encode(), draft),
        ("CSV without a text column", "a.csv", b"name,ort\nA,B\n", "no-text-column"),
        ("CSV, header only", "a.csv", b"title,text\n\n", "no-articles"),
        ("CSV, quote never closed", "a.csv", b'title,text\nA,"' + good.encode(), draft),
        ("CSV, a field of 19 MB", "a.csv", b'title,text\nA,"' + b"Wort. " * 3_200_000 + b'"\n', "bad-line no-text"),
        ("CSV, rows too short and too long", "a.csv", b"title,text\nA\nB,Ein Satz steht hier.,x,y,z\n", "found no-text"),
        ("CSV, 6,000 rows", "a.csv", b"title,text\n" + b"A,Ein Satz steht hier.\n" * 6_000, "found too-many"),
        ("CSV, 100,000 columns", "a.csv", b"text," * 100_000 + b"\nEin Satz steht hier.", "found no-text"),
        ("CSV with zero bytes", "a.csv", b"title,text\nA,B\x00C\n", "binary"),
        ("CSV, formulas", "a.csv", b'title,text\n=cmd|x,"=HYPERLINK(1) und mehr."\n', draft),
        ("CSV in Windows-1252", "a.csv", "titel;text\nGespräch;Über Waffen sprach man in Genf.\n".encode("cp1252"), draft),
        ("JSON lines", "a.jsonl", b'{"text": "Ein Satz steht hier."}\n' * 3, draft),
        ("JSON lines, some broken", "a.jsonl", b'{"text": "Ein Satz."}\n{kaputt\n[1]\n7\n{"a": 1}\n{"text": "Noch einer."}',
         "found bad-line no-text-field"),
        ("JSON lines, text is a number", "a.jsonl", b'{"text": 7}', "no-text"),
        ("JSON lines, text is null", "a.jsonl", b'{"text": null}', "no-text"),
        ("JSON nested 100,000 deep", "a.jsonl", b"[" * 100_000 + b"]" * 100_000, "bad-line"),
        ("JSON object nested 50,000 deep", "a.jsonl", b'{"text":' * 50_000 + b"1" + b"}" * 50_000, "bad-line"),
        ("JSON, a number of 100,000 digits", "a.json", b'{"text": "Ein Satz.", "n": ' + b"9" * 100_000 + b"}", "found bad-line"),
        ("JSON list", "a.json", b'[{"text": "Ein Satz."}, {"x": 1}, 3]', "found no-text-field"),
        ("JSON, lone surrogates", "a.jsonl", b'{"text": "Ein \\ud800 Satz."}', draft),
        ("JSON, Infinity and NaN", "a.jsonl", b'{"text": "Ein Satz.", "date": NaN, "url": Infinity}', draft),
        ("JSON, 6,000 lines", "a.jsonl", b'{"text": "Ein Satz."}\n' * 6_000, "found too-many"),
        ("JSON, a field said a thousand times", "a.jsonl", b'{' + b'"text": "Ein Satz.",' * 1000 + b'"a": 1}', draft),
        ("JSON cut off", "a.json", b'[{"text": "Ein Satz."', "bad-line"),
    ):  # fmt: skip
        yield Case(f"text: {what}", name, lambda data=data: data, expected)  # type: ignore[misc]


def archives() -> Iterator[Case]:
    """ZIP archives and folders."""
    good = {"a.txt": ARTICLE.encode()}
    for what, make, expected in (
        ("two articles", lambda: packed(good | {"b/c.txt": b"Noch ein Satz."}), "found"),
        ("empty archive", lambda: packed({}), "empty"),
        ("folders only", lambda: packed({"ordner/": b""}), "empty"),
        ("what Macs add", lambda: packed(good | {"__MACOSX/._a.txt": b"x", ".DS_Store": b"x"}), "found"),
        ("names that lead up", lambda: packed({"../../x.txt": ARTICLE.encode(), "/etc/passwd": b"Ein Satz."}), "found"),
        ("names of Windows", lambda: packed({"C:\\..\\x.txt": ARTICLE.encode()}), "found"),
        ("a name of 60,000 signs", lambda: packed({"x" * 60_000: ARTICLE.encode()}), "found"),
        ("the same name twice", lambda: packed(good) and packed({"a.txt": b"Ein Satz.", "A.TXT": b"Ein Satz."}), "found"),
        ("names in DOS spelling", lambda: packed({"Gespr\u0084ch.txt": ARTICLE.encode()}), "found"),
        ("500 MB of zeros", lambda: zeros(500_000_000), "too-large"),
        ("19 MB of zeros", lambda: zeros(19_000_000), "bomb"),
        ("500 MB declared as 1 KB", lambda: declared(zeros(500_000_000), 1_000), "bomb"),
        ("500 MB declared as 1 KB, the sum fitting", lambda: declared(zeros(500_000_000), 1_000, crc=bytes(1_000)), "bomb"),
        ("2 MB declared as 1.9 MB", lambda: declared(packed({"a.txt": noise(2_000_000, 3)}), 1_990_000), "broken"),
        ("1 KB declared as 4 GB", lambda: declared(packed(good), 0xFFFFFFF0), "too-large bomb"),
        ("4,000 members of 4 MB in the same place", lambda: overlapping(4_000), "bomb"),
        ("members in the same place", lambda: overlapping(100), "bomb broken"),
        ("60,000 members", lambda: packed({f"{n}.txt": b"" for n in range(60_000)}), "too-many"),
        ("encrypted", lambda: flagged(packed(good), 1), "encrypted"),
        ("an unknown method", lambda: flagged(packed(good), 0, 99), "archive-kind"),
        ("LZMA, dictionary of 4 GB", lambda: flagged(packed(good), 0, 14), "archive-kind"),
        ("bzip2", lambda: packed(good, zipfile.ZIP_BZIP2), "archive-kind"),
        ("a link to another file", with_link, "found symlink"),
        ("an archive in an archive", lambda: nested(1), "found"),
        ("three archives deep", lambda: nested(2), "nested"),
        ("ten archives deep", lambda: nested(10), "nested"),
        ("cut off", lambda: packed(good)[:-30], "broken"),
        ("its first kilobyte", lambda: packed({"a.txt": noise(9_000, 4)})[:1000], "broken"),
        ("a wrong checksum", lambda: packed({"a.txt": ARTICLE.encode()}, 0).replace(b"Genf", b"Bern"), "broken"),
        ("packed data broken", lambda: broken_inside(), "broken"),
        ("a directory that leads outside", lambda: packed(good)[:-6] + b"\xff\xff\xff\x7f\0\0", "broken"),
        ("a directory of 2 GB", lambda: packed(good)[:-10] + b"\xff\xff\xff\x7f" + b"\0" * 6, "too-many"),
        ("only its end", lambda: b"PK\x05\x06" + bytes(18), "empty"),
        ("only its beginning", lambda: b"PK\x03\x04" + bytes(100), "broken"),
        ("a program before it", lambda: b"MZ" + bytes(200) + packed(good), "binary"),
        ("a broken article among good ones", lambda: packed(good | {"b.pdf": b"%PDF-1.4 kaputt", "c.txt": b"Ein Satz."}),
         "found broken"),
        ("pictures and a program in it", lambda: packed(good | {"b.png": b"\x89PNG" + bytes(99), "c.exe": b"MZ" + bytes(99)}),
         "found picture binary"),
        ("Java archive", lambda: packed({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0"}), "found"),
        ("electronic book", lambda: packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<x/>"}),
         "unknown-kind"),
        ("spreadsheet", lambda: packed({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "broken"),
        ("OpenDocument spreadsheet", lambda: packed({
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}), "broken"),
        ("7-Zip", lambda: b"7z\xbc\xaf\x27\x1c" + noise(500, 5), "archive-kind"),
        ("RAR", lambda: b"Rar!\x1a\x07" + noise(500, 6), "archive-kind"),
        ("gzip bomb", lambda: zlib.compress(bytes(50_000_000), wbits=31), "too-large"),
        ("tar", lambda: b"a.txt".ljust(257, b"\0") + b"ustar" + bytes(250), "archive-kind"),
    ):  # fmt: skip
        yield Case(f"archive: {what}", "archiv.zip", make, expected)
    yield Case("folder: a link, an empty file, a hidden one, an article", "ordner", folder, "found symlink empty")
    yield Case("folder: nothing in it", "ordner", lambda: Path(tempfile.mkdtemp(prefix="leer")), "empty")
    yield Case("path: no such file", "fehlt.txt", lambda: Path("fehlt/gibt-es-nicht.txt"), "unreadable")
    yield Case("path: a device that never ends", "zero", lambda: Path("/dev/zero"), "unreadable")


def broken_inside() -> bytes:
    data = bytearray(packed({"a.txt": ARTICLE.encode() * 5}))
    data[60:90] = b"\xff" * 30
    return bytes(data)


def folder() -> Path:
    place = Path(tempfile.mkdtemp(prefix="ordner"))
    (place / "a.txt").write_text(ARTICLE)
    (place / "leer.txt").touch()
    (place / ".versteckt").write_text("Ein Satz.")
    (place / "passwd").symlink_to("/etc/passwd")
    (place / "kreis").symlink_to(place)
    return place


def documents() -> Iterator[Case]:
    """PDF, Word, OpenDocument, RTF."""
    para = paragraph(SENTENCES)
    image = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    for what, name, make, expected in (
        ("PDF", "a.pdf", lambda: pdf(shown_text()), "found"),
        ("PDF, beginning only", "a.pdf", lambda: b"%PDF-1.7\n", "broken"),
        ("PDF, cut off", "a.pdf", lambda: pdf(shown_text())[:600], "broken no-text found"),
        ("PDF, noise behind the head", "a.pdf", lambda: b"%PDF-1.4\n" + noise(20_000, 7), "broken"),
        ("PDF without pages", "a.pdf", lambda: pdf(b"", pages=0), "no-text broken"),
        ("PDF, empty page", "a.pdf", lambda: pdf(b""), "no-text"),
        ("PDF, scan", "a.pdf", lambda: pdf(b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"), "scanned"),
        ("PDF, scan of 20 pages", "a.pdf", lambda: pdf(b"q 6 0 0 8 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", pages=20),
         "scanned"),
        ("PDF, 1,000 pages", "a.pdf", lambda: pdf(shown_text(2), pages=1_000), "too-long"),
        ("PDF, 400 KB of text", "a.pdf", lambda: pdf(shown_text(8_000)), "found"),
        ("PDF, far too much text", "a.pdf", lambda: pdf(shown_text(40_000)), "too-long no-text too-slow"),
        ("PDF, page unpacks to 300 MB", "a.pdf", lambda: pdf(zlib.compress(b" " * 300_000_000), more=b"/Filter/FlateDecode"),
         "no-text crashed memory too-slow"),
        ("PDF, packed three times", "a.pdf", lambda: pdf(thrice(), more=b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"),
         "no-text crashed memory too-slow"),
        ("PDF, graphics state saved 1,000,000 times", "a.pdf", lambda: pdf(b"q " * 1_000_000 + shown_text()),
         "found no-text crashed too-slow"),
        ("PDF, arrays 100,000 deep", "a.pdf", lambda: pdf(b"[" * 100_000 + shown_text()), "found no-text crashed"),
        ("PDF, page tree in a circle", "a.pdf", lambda: pdf(shown_text()).replace(b"/Kids[10 0 R]", b"/Kids[ 2 0 R]"),
         "broken no-text found"),
        ("PDF, form drawn within itself", "a.pdf", lambda: pdf(b"/X Do", resources=b"/XObject<</X 4 0 R>>",
                                                              more=b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]"), "no-text"),
        ("PDF, says 2,000,000,000 pages", "a.pdf", lambda: pdf(shown_text()).replace(b"/Count 1", b"/Count 2000000000"),
         "found too-long broken no-text"),
        ("PDF, encrypted", "a.pdf", lambda: pdf(shown_text()).replace(
            b"/Root", b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[(a)(a)]/Root"),
         "encrypted"),
        ("PDF with JavaScript", "a.pdf", lambda: pdf(shown_text()).replace(
            b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "found"),
        ("PDF, picture of 60,000 by 60,000", "a.pdf", lambda: pdf(
            b"q /I Do Q", resources=b"/XObject<</I " + image.replace(b"Width 1/Height 1", b"Width 60000/Height 60000") + b">>"),
         "no-text scanned broken"),
        ("PDF within junk", "a.pdf", lambda: b"x" * 500 + pdf(shown_text()), "found broken"),
        ("Word", "a.docx", lambda: word(para), "found"),
        ("Word, nothing written", "a.docx", lambda: word(""), "no-text"),
        ("Word, entity bomb", "a.docx", lambda: word(paragraph("&i;"), BILLION), "entities"),
        ("Word, entity of a file", "a.docx", lambda: word(paragraph("&a;"), EXTERNAL), "entities"),
        ("Word, broken XML", "a.docx", lambda: word("<w:p>"), "broken"),
        ("Word, no main part", "a.docx", lambda: packed({"[Content_Types].xml": b"<x/>", "word/x.xml": b"<x/>"}), "broken"),
        ("Word, 20,000 nested tables", "a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 20_000 + para
                                                              + "</w:tc></w:tr></w:tbl>" * 20_000), "broken crashed"),
        ("Word, 200 nested tables", "a.docx", lambda: word("<w:tbl><w:tr><w:tc>" * 60 + para + "</w:tc></w:tr></w:tbl>" * 60),
         "found"),
        ("Word, a part of 100 MB", "a.docx", lambda: word(paragraph("x " * 50_000_000)), "too-large bomb"),
        ("Word, 300,000 paragraphs", "a.docx", lambda: word(paragraph("Satz.") * 300_000),
         "too-large bomb memory too-slow no-text"),
        ("Word, cut off", "a.docx", lambda: word(para)[:-40], "broken"),
        ("Word, encrypted (as Office does)", "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office"),
        ("Word of 1997", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(600, 8), "old-office"),
        ("Word, parts that lead up", "a.docx", lambda: word(para) and packed(
            {"[Content_Types].xml": b"<x/>", "word/../../x.xml": b"<x/>"}), "broken"),
        ("Word with a picture of 500 MB", "a.docx", lambda: joined(word(para), zeros(500_000_000)), "too-large"),
        ("OpenDocument", "a.odt", lambda: odt(f"<text:p>{SENTENCES}</text:p>"), "found"),
        ("OpenDocument, entity bomb", "a.odt", lambda: odt("<text:p>&i;</text:p>", BILLION), "entities"),
        ("OpenDocument, entity of a file", "a.odt", lambda: odt("<text:p>&a;</text:p>", EXTERNAL), "entities"),
        ("OpenDocument, entity in UTF-16", "a.odt", lambda: utf16_odt(), "entities broken"),
        ("OpenDocument, 1,000,000,000 spaces", "a.odt", lambda: odt('<text:p>Ein <text:s text:c="1000000000"/>Satz.</text:p>'),
         "found"),
        ("OpenDocument, 50,000 levels deep", "a.odt", lambda: odt("<text:section>" * 50_000 + "<text:p>Satz.</text:p>"
                                                                  + "</text:section>" * 50_000), "found crashed broken bomb"),
        ("OpenDocument, broken XML", "a.odt", lambda: odt("<text:p>"), "broken"),
        ("OpenDocument, no text", "a.odt", lambda: odt(""), "no-text"),
        ("RTF", "a.rtf", lambda: rtf(SENTENCES), "found"),
        ("RTF, groups 200,000 deep", "a.rtf", lambda: b"{\\rtf1 " + b"{" * 200_000 + b"Satz." + b"}" * 200_000, "found no-text"),
        ("RTF, never closed", "a.rtf", lambda: b"{\\rtf1 Ein Satz steht hier.", "found"),
        ("RTF, closed too often", "a.rtf", lambda: b"{\\rtf1 Ein Satz steht hier.}}}}}}", "found"),
        ("RTF, numbers beyond all measure", "a.rtf", lambda: b"{\\rtf1\\uc" + b"9" * 5_000 + b" \\u99999999999 Satz.}",
         "found broken no-text crashed"),
        ("RTF, 5 MB of a picture", "a.rtf", lambda: b"{\\rtf1 {\\pict " + b"ff" * 2_500_000 + b"} Ein Satz.}", "found"),
        ("RTF, empty", "a.rtf", lambda: b"{\\rtf1}", "no-text"),
        ("picture", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + noise(500, 9), "picture"),
        ("picture named as text", "a.txt", lambda: b"\x89PNG\r\n\x1a\n" + noise(500, 10), "picture"),
        ("film", "a.mp4", lambda: b"\x00\x00\x00\x20ftypisom" + noise(500, 11), "recording"),
        ("program", "a.exe", lambda: b"MZ" + noise(500, 12), "binary"),
        ("our own database", "a.db", lambda: b"SQLite format 3\x00" + bytes(500), "binary"),
    ):  # fmt: skip
        yield Case(f"document: {what}", name, make, expected)


def thrice() -> bytes:
    return zlib.compress(zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9), 9)


def joined(document: bytes, other: bytes) -> bytes:
    """The document with the other archive's member among its parts, still packed as it was."""
    out = io.BytesIO(document)
    size = 500_000_000
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/bild.png", "w") as member:
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return out.getvalue()


def utf16_odt() -> bytes:
    content = f'<?xml version="1.0" encoding="UTF-16"?>{BILLION}<office:document-content {OFFICE}>&i;</office:document-content>'
    return packed({"mimetype": ODT.encode(), "content.xml": content.encode("utf-16")})


def rtf(text: str) -> bytes:
    return ("{\\rtf1\\ansi " + "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in text) + "}").encode()


def pages() -> Iterator[Case]:
    """HTML, saved pages, mail, feeds."""
    deep = 10_000
    for what, name, make, expected in (
        ("HTML", "a.html", lambda: html(P), "found"),
        ("HTML with scripts", "a.html", lambda: html(P + "<script>alert(1)</script>" * 500), "found"),
        ("HTML, 10,000 nested divs", "a.html", lambda: html("<div>" * deep + P), "too-complex found no-article crashed"),
        ("HTML, 10,000 nested b", "a.html", lambda: html("<b>" * deep + SENTENCES), "too-complex found no-article crashed"),
        ("HTML, 10,000 nested tables", "a.html", lambda: html("<table><tr><td>" * deep + P), "too-complex found no-article crashed"),
        ("HTML, 300 nested divs", "a.html", lambda: html("<div>" * 300 + P), "found too-complex"),
        ("HTML, 1,000,000 tags side by side", "a.html", lambda: html("<p>x</p>" * 1_000_000), "too-complex"),
        ("HTML, 100,000 paragraphs", "a.html", lambda: html("<p>Ein Satz.</p>" * 100_000), "found too-complex no-text too-slow"),
        ("HTML, an attribute of 5 MB", "a.html", lambda: html(f'<p title="{"x" * 5_000_000}">{SENTENCES}</p>'),
         "found no-article"),
        ("HTML, 50,000 attributes", "a.html", lambda: html("<p " + " ".join(f"a{n}=1" for n in range(50_000)) + f">{SENTENCES}</p>"),
         "found no-article too-slow"),
        ("HTML, nothing in it", "a.html", lambda: html(""), "no-article"),
        ("HTML, scripts only", "a.html", lambda: html("<script>var x = 'Satz.'</script>"), "no-article"),
        ("HTML, pictures only", "a.html", lambda: html("<img src=x>" * 100), "no-article"),
        ("HTML, never closed", "a.html", lambda: html(P).replace(b"</", b"<"), "found"),
        ("HTML, a comment never closed", "a.html", lambda: html(P + "<!-- " + "x" * 10_000), "found no-article"),
        ("HTML, zero bytes", "a.html", lambda: html(P).replace(b"Genf", b"Ge\0nf"), "binary"),
        ("HTML, encoding stated wrongly", "a.html", lambda: html(P).replace(b"utf-8", b"ascii"), "found"),
        ("HTML, encoding of no name", "a.html", lambda: html(P).replace(b"utf-8", b"klingon"), "found"),
        ("HTML in UTF-7", "a.html", lambda: html(P).replace(b"utf-8", b"utf-7"), "found encoding"),
        ("HTML in UTF-16", "a.html", lambda: html(P).decode().encode("utf-16"), "found"),
        ("HTML, says it is packed code", "a.html", lambda: html(P).replace(b"utf-8", b"zlib_codec"), "found"),
        ("HTML, entity bomb", "a.html", lambda: b'<?xml version="1.0"?>' + BILLION.encode() + html(P) + b"&i;", "found no-article"),
        ("HTML, entity of a file", "a.xhtml", lambda: EXTERNAL.encode() + html(f"<p>&a;</p>{P}"), "found"),
        ("HTML, frames from elsewhere", "a.html", lambda: html('<iframe src="file:///etc/passwd"></iframe>' + P), "found"),
        ("HTML, base elsewhere", "a.html", lambda: html(P, '<base href="http://127.0.0.1/">'), "found"),
        ("HTML, a script as canonical address", "a.html", lambda: html(P, '<link rel=canonical href="javascript:alert(1)">'), "found"),
        ("HTML, broken JSON about itself", "a.html", lambda: html(P, '<script type="application/ld+json">{{{</script>'), "found"),
        ("HTML, JSON 50,000 deep", "a.html", lambda: html(P, f'<script type="application/ld+json">{"[" * 50_000}</script>'), "found"),
        ("HTML, a date of the year 9999", "a.html", lambda: html(
            P, '<meta property="article:published_time" content="9999-99-99">'), "found"),
        ("HTML, headline of 100 KB", "a.html", lambda: html(f"<h1>{'Wort ' * 20_000}</h1><p>{SENTENCES}</p>"), "found"),
        ("HTML, right to left", "a.html", lambda: html("<p dir=rtl>" + "جرت المحادثات في جنيف. " * 40 + "</p>"), "found"),
        ("HTML, emoji", "a.html", lambda: html(f"<h1>👩‍👩‍👧‍👦 in Genf</h1><p>{'🇩🇪 ' * 500}{SENTENCES}</p>"), "found"),
        ("HTML, consent banner only", "a.html", lambda: html("<div>Wir verwenden Cookies. Alle akzeptieren.</div>"),
         "found no-article"),
        ("HTML, 15 MB of words", "a.html", lambda: html("<p>" + "Wort " * 3_000_000 + "</p>"), "no-text found too-slow memory"),
        ("HTML, style sheet of 5 MB", "a.html", lambda: html(P, "<style>" + "a{}" * 1_700_000 + "</style>"), "found no-article"),
        ("HTML, a tag that never ends", "a.html", lambda: b"<html><body>" + P.encode() + b"<a " + b"x" * 1_000_000, "found"),
        ("SVG", "a.svg", lambda: b'<?xml version="1.0"?><svg xmlns="x"><text>Satz</text></svg>', "unknown-kind"),
        ("XML of some kind", "a.xml", lambda: b'<?xml version="1.0"?><daten><x>1</x></daten>', "unknown-kind"),
        ("saved page", "a.mht", lambda: mht(html(P)), "found"),
        ("saved page without a page", "a.mht", lambda: mht(html(P)).replace(b"text/html", b"image/png"), "no-article"),
        ("saved page, cut off", "a.mht", lambda: mht(html(P))[:300], "no-article found"),
        ("mail", "a.eml", mail, "found"),
        ("mail, headers only", "a.eml", lambda: b"From: a@b.example\nSubject: x\nDate: heute\n\n", "no-text"),
        ("mail, broken headers", "a.eml", lambda: b"From: =?utf-8?b?//8?= <a@>\nDate: 99 99\nSubject: =?x?y?z?=\nTo: (((\n\n"
                                                  + SENTENCES.encode(), "found"),
        ("mail, header of 1 MB", "a.eml", lambda: b"From: a@b.example\nSubject: " + b"x" * 1_000_000 + b"\n\n" + SENTENCES.encode(),
         "found"),
        ("mail, 20,000 headers", "a.eml", lambda: b"From: a@b.example\nSubject: x\n" + b"X-A: b\n" * 20_000 + b"\n" + SENTENCES.encode(),
         "found"),
        ("mail, wrong base64", "a.eml", lambda: b"From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n\n%%%%", "no-text found"),
        ("mail, unknown charset", "a.eml", lambda: mail().replace(b"utf-8", b"x-none"), "found"),
        ("mail, boundary missing", "a.eml", lambda: b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed\n\n"
                                                    + SENTENCES.encode(), "found no-text"),
        ("mail, 3,000 parts nested", "a.eml", nested_parts, "too-complex no-text found crashed too-slow"),
        ("mail with articles attached", "a.eml", lambda: mail(text="Anbei.", files={"a.txt": ARTICLE.encode(), "b.pdf": pdf(shown_text())}),
         "found cover-note"),
        ("mail, attachment that leads up", "a.eml", lambda: mail(files={"../../x.txt": ARTICLE.encode()}), "found"),
        ("mail, a bomb attached", "a.eml", lambda: mail(text="Anbei.", files={"a.zip": zeros(500_000_000)}), "cover-note too-large"),
        ("mail, mail in mail in mail", "a.eml", lambda: attached_in_depth(4), "cover-note nested found"),
        ("mail, a program attached", "a.eml", lambda: mail(files={"a.exe": b"MZ" + bytes(300)}), "found binary"),
        ("mailbox", "a.mbox", lambda: b"From a@b.example Wed Jun 16\n" + mail() * 2, "found"),
        ("feed", "a.rss", lambda: RSS.format(head="", body="<item><title>A</title><link>http://a.example/</link></item>").encode(),
         "address"),
        ("feed with whole texts", "a.rss", lambda: RSS.format(
            head="", body=f"<item><title>A</title><description>{SENTENCES * 2}</description></item>").encode(), "found"),
        ("feed, entity bomb", "a.rss", lambda: RSS.format(head=BILLION, body="<item><title>&i;</title></item>").encode(), "entities"),
        ("feed, entity of a file", "a.rss", lambda: RSS.format(head=EXTERNAL, body="<item><title>&a;</title></item>").encode(), "entities"),
        ("feed, no entries", "a.rss", lambda: RSS.format(head="", body="").encode(), "empty-feed"),
        ("feed, broken", "a.rss", lambda: RSS.format(head="", body="<item><title>A").encode()[:-20], "empty-feed empty-entry"),
        ("feed, a script as address", "a.rss", lambda: RSS.format(
            head="", body="<item><title>A</title><link>javascript:alert(1)</link></item>").encode(), "empty-entry"),
        ("feed, 5,000 entries", "a.rss", lambda: RSS.format(head="", body="".join(
            f"<item><link>http://a.example/{n}</link></item>" for n in range(5_000))).encode(), "address too-many"),
        ("feed, the same entry 300 times", "a.rss", lambda: RSS.format(
            head="", body="<item><link>http://a.example/</link></item>" * 150).encode(), "address"),
        ("feed, 20,000 levels deep", "a.rss", lambda: RSS.format(head="", body="<a>" * 20_000).encode(), "empty-feed too-complex crashed"),
    ):  # fmt: skip
        yield Case(f"page: {what}", name, make, expected)


def mht(page: bytes) -> bytes:
    head = b"From: <Saved by Blink>\nSnapshot-Content-Location: https://www.zeit.de/x\nMIME-Version: 1.0\n"
    head += b'Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: binary\n\n'
    return head + page + b"\n--b--\n"


def nested_parts() -> bytes:
    out = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    for number in range(3_000):
        out += f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n'.encode()
    return out + b"Content-Type: text/plain\n\nEin Satz."


def web() -> Iterator[Case]:
    """Addresses; those that lead inside, directly and by a redirect."""
    private = """http://127.0.0.1/ http://localhost/ http://2130706433/ http://0x7f.1/ http://0177.0.0.1/ http://127.1/ http://0/
        http://[::1]/ http://[::ffff:127.0.0.1]/ http://[64:ff9b::7f00:1]/ http://[2002:7f00:1::]/ http://169.254.169.254/
        http://intern.example/ http://beides.example/ http://wolke.example/ http://metadata.google.internal/"""
    for address in private.split():
        yield Case(f"address: {address}", address, "web", "private address")
    for address in private.split()[:12]:
        yield Case(f"redirect to {address}", f"http://zeitung.example/to/{address}", "web", "private address")
    for what, path, expected in (
        ("a page", "/artikel", "found"), ("redirects in a circle", "/loop/0", "redirects"), ("six redirects", "/chain/6", "redirects"),
        ("five redirects", "/chain/5", "found"), ("redirect to a file", "/to/file:///etc/passwd", "address"),
        ("redirect to another port", "/to/http://zeitung.example:22/", "port"), ("page that robots.txt forbids", "/geheim", "robots"),
        ("not found", "/status/404", "status"), ("forbidden", "/status/403", "status"), ("server error", "/status/500", "status"),
        ("a picture", "/type/image/png", "content-type"), ("says 500 MB", "/gross", "too-large"), ("never ends", "/endlos", "too-large"),
        ("packed, never ends", "/endlos-gepackt", "too-large"), ("wrongly packed", "/gzip-kaputt", "broken"),
        ("drips", "/tropf", "timeout"), ("drips in its header", "/tropf-kopf", "timeout"), ("silent", "/stumm", "timeout"),
        ("no HTTP", "/kein-http", "unreachable"), ("an empty page", "/leer", "empty"), ("redirect to nowhere", "/ohne-ziel", "unreachable"),
        ("feed that leads to itself", "/feed", "found private feed-in-feed"),
        ("feed of 300 dead addresses", "/feed-lang", "status too-many"),
    ):  # fmt: skip
        yield Case(f"address: {what}", f"http://zeitung.example{path}", "web", expected)
    for address, expected in (
        ("ftp://zeitung.example/", "address"), ("file:///etc/passwd", "address"), ("javascript:alert(1)", "address"),
        ("http://a:b@zeitung.example/", "address"), ("http://zeitung.example:25/", "port"), ("http://gibtesnicht.example/", "dns"),
        ("http://streng.example/", "robots"), ("http://kaputt.example/", "robots"), ("https://zeitung.example/", "unreachable"),
    ):  # fmt: skip
        yield Case(f"address: {address}", address, "web", expected)


def cases() -> list[Case]:
    """All inputs."""
    from tests.hostile_collections import collections  # which makes its inputs by ours

    more = (Case(what, name, data, expected) for what, name, data, expected in exports())
    return [*texts(), *archives(), *documents(), *pages(), *more, *web(), *collections()]


def outcome(case: Case, sandbox: Sandbox, site: Web) -> Outcome:
    """Read one input and watch."""
    data = case.data() if callable(case.data) else None
    forget_peak()
    sandbox.peak = 0
    start = time.monotonic()
    items: list[Item] = []
    fault = ""
    try:
        if data is None:
            items += read_address(case.name, site.fetcher(seconds=3.0), sandbox=sandbox)
        else:
            items += read(case.name, data, sandbox=sandbox)
    except Exception as raised:  # what this table is there to find
        fault = f"{type(raised).__name__}: {raised}"
    return Outcome(case, tuple(items), max(peak(), sandbox.peak), time.monotonic() - start, fault)


def main() -> int:
    """Print the table."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    bad, seen = 0, []
    with website() as site, Sandbox(Limits(seconds=20, cpu_seconds=10)) as sandbox:
        for case in cases():
            if wanted not in case.what:
                continue
            told = outcome(case, sandbox, site)
            seen.append(told)
            bad += not told.good
            kinds = " ".join(dict.fromkeys(told.outcomes))
            print(
                f"{'  ' if told.good else '! '}{case.what[:56]:56} {kinds[:28]:28} {told.memory / 1e6:6.0f} MB"
                f" {told.seconds:6.2f} s  {told.sentence[:110]}",
                flush=True,
            )
    most = max(one.memory for one in seen)
    longest = max(one.seconds for one in seen)
    print(
        f"\n{len(seen)} inputs, {bad} not as expected, at most {most / 1e6:.0f} MB and {longest:.1f} s,"
        f" {sum(one.seconds for one in seen):.0f} s in all; {sum('found' in one.outcomes for one in seen)} gave drafts."
    )
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
