"""One door for everything that is brought: files, folders, archives, bytes. Each thing in it becomes an item.

Archives and folders are walked here; what they hold is read in a process of its own (app/intake/sandbox.py). Names are
only ever shown: nothing is unpacked to disk, so a name such as ``../../x`` leads nowhere.
"""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from app.intake.archives import open_archive, read_gzip, read_member, too_large
from app.intake.detection import make
from app.intake.drafts import ArticleDraft
from app.intake.items import (
    Address,
    Columns,
    Extent,
    Found,
    Item,
    Limits,
    Linked,
    Outlet,
    Parsed,
    Part,
    Read,
    Refusal,
    Refused,
)
from app.intake.kinds import GZIP, package_kind
from app.intake.sandbox import Sandbox
from app.intake.streams import PART_BYTES, parts
from app.intake.streams import Part as StreamPart

# What systems put beside the files of a folder; nobody brings these on purpose.
_OWN = re.compile(r"(?:^|/)(?:\._|\.|__MACOSX(?:/|$)|Thumbs\.db$|desktop\.ini$|~\$)", re.I)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MAILDIR = {"cur", "new", "tmp"}  # the folders of a mailbox of single files; its subfolders are hidden ones
_GZ = re.compile(r"(?<=.)\.gz$", re.I)
NAME = 300
DEPTH = 1  # archives within archives


def read(
    name: str,
    data: bytes | Path,
    limits: Limits | None = None,
    known: Sequence[Outlet] = (),
    *,
    sandbox: Sandbox | None = None,
    url: str | None = None,
    content_type: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Item]:
    """What a file (bytes or path), a folder or an archive holds: drafts, addresses to fetch, refusals; one at a time.

    ``known`` are the summit's outlets, by whose names and domains sources are recognised. ``url`` and ``content_type``
    belong to bytes that were fetched. ``columns`` is {column: field} for tables, where somebody has corrected it:
    fields are those of columns.FIELDS, an empty one leaves the column out; the others are told as ever.
    Give a ``sandbox`` to read many files with one process; it is left open.
    Nothing raises for what is in a file: the last resort is a Refusal.
    """
    own = sandbox or Sandbox(limits)
    reader = _Reader(own, known, url, _charset(content_type), columns)
    try:
        yield from reader.path(shown(name), data) if isinstance(data, Path) else reader.content(shown(name), data, 0)
    finally:
        if sandbox is None:
            own.close()


def read_paste(text: str, limits: Limits, known: Sequence[Outlet] = ()) -> ArticleDraft:
    """A pasted text, understood as the same text in a file would be. Raises IntakeError where it is none.

    Nothing has to be taken apart, so this needs no process of its own.
    """
    return make(Parsed(text, "txt"), "", limits, known)


def shown(name: str) -> str:
    """A name as it may be shown and kept: no way up, no drive, no control or direction-changing signs, not too long."""
    parts = [part.strip() for part in _UNSEEN.sub("", name).replace("\\", "/").split("/")]
    kept = [part for part in parts if part and part not in {".", ".."} and not re.fullmatch(r"[A-Za-z]:", part)]
    line = "/".join(kept) or "?"
    return line if len(line) <= NAME else "…" + line[1 - NAME :]


class _Reader:
    """The walk through one thing that was brought, with how much of it was taken so far."""

    def __init__(
        self,
        sandbox: Sandbox,
        known: Sequence[Outlet],
        url: str | None,
        charset: str | None,
        columns: Mapping[str, str] | None,
    ) -> None:
        self.sandbox = sandbox
        self.limits = sandbox.limits
        self.known = known
        self.url = url
        self.charset = charset
        self.columns = columns
        self.taken = 0

    def path(self, name: str, path: Path) -> Iterator[Item]:
        """A file or folder on disk."""
        if path.is_dir() and not path.is_symlink():
            yield from self.folder(name, path)
            return
        try:
            if not path.is_file():
                raise Refused("unreadable", "This cannot be opened.")
            with path.open("rb") as file:
                if file.read(4)[:2] == b"PK":
                    yield from self.package(name, file, 0)
                    return
                file.seek(0)
                data = file.read(self.limits.file_bytes + 1)
            is_large = len(data) > self.limits.file_bytes or (data.startswith(GZIP) and len(data) > PART_BYTES)
            if is_large and (large := parts(path, self.limits.file_bytes)):
                yield from self.stream(_GZ.sub("", name), large)
                return
        except Refused as why:
            yield Refusal.of(name, why)
        except (OSError, EOFError, zlib.error):
            yield Refusal.of(name, Refused("unreadable", "This cannot be opened."))
        else:
            yield from self.content(name, data, 0)

    def stream(self, name: str, large: Iterator[StreamPart]) -> Iterator[Item]:
        """A file of any size, part by part: the columns of a table are told once and hold for all of it."""
        columns = self.columns
        for part in large:
            for item in self.leaf(name, part.data, 0):
                if isinstance(item, Columns):
                    if part.before:
                        continue
                    columns = {one: field or "" for one, field in zip(item.header, item.fields, strict=True)}
                if isinstance(item, Found | Refusal):
                    item = replace(item, name=_counted(item.name, name, part.before))
                yield item
            self.columns = columns

    def folder(self, name: str, path: Path) -> Iterator[Item]:
        """All files below a folder, in order of their names; links are not followed."""
        count = 0
        for place, folders, files in os.walk(path):
            is_maildir = {*folders} >= _MAILDIR
            folders[:] = sorted(one for one in folders if not _OWN.search(one) or (is_maildir and one[:1] == "."))
            if is_maildir:  # mail that is still being written, and what its server notes down, is nobody's
                folders.remove("tmp")
                files = []
            for file in sorted(files):
                if _OWN.search(file):
                    continue
                count += 1
                whole = Path(place, file)
                inner = shown(f"{name}/{whole.relative_to(path).as_posix()}")
                if count > self.limits.members:
                    yield Refusal.of(name, Refused(
                        "too-many", "This folder holds too many files: at most %(limit)d can be taken.",
                        limit=self.limits.members))  # fmt: skip
                    return
                if whole.is_symlink():
                    yield Refusal.of(inner, Refused("symlink", "This is a link to another file, not a file."))
                else:
                    yield from self.path(inner, whole)
        if not count:
            yield Refusal.of(name, Refused("empty", "There is no file in it."))

    def content(self, name: str, data: bytes, depth: int) -> Iterator[Item]:
        """A file's content: an archive is walked, all else read in the other process."""
        if data.startswith(b"PK"):
            yield from self.package(name, io.BytesIO(data), depth)
        elif data.startswith(GZIP):
            yield from self.gzip(name, data, depth)
        else:
            yield from self.leaf(name, data, depth)

    def gzip(self, name: str, data: bytes, depth: int) -> Iterator[Item]:
        """A single file that is packed in another."""
        try:
            if depth > DEPTH:
                raise Refused("nested", "This archive is within two others. Unpack it first.")
            content = read_gzip(data, self.limits)
        except Refused as why:
            yield Refusal.of(name, why)
        else:
            yield from self.content(_GZ.sub("", name), content, depth + 1)

    def package(self, name: str, file: IO[bytes], depth: int) -> Iterator[Item]:
        """What begins like a ZIP file: an archive, or a document that is packed as one."""
        try:
            with open_archive(file, self.limits) as archive:
                if package_kind(archive).reader is None:
                    if depth > DEPTH:
                        raise Refused("nested", "This archive is within two others. Unpack it first.")
                    yield from self.archive(name, archive, depth)
                    return
            file.seek(0)
            data = file.read(self.limits.file_bytes + 1)
        except Refused as why:
            yield Refusal.of(name, why)
        except Exception:  # zipfile raises a dozen kinds on damaged archives
            told = "This archive is damaged or was cut off. Pack or save it again and try once more."
            yield Refusal(name, "broken", told)
        else:
            yield from self.leaf(name, data, depth)

    def archive(self, name: str, archive: zipfile.ZipFile, depth: int) -> Iterator[Item]:
        """Each file of a ZIP archive, whatever became of the others."""
        members = [info for info in archive.infolist() if not info.is_dir() and not _OWN.search(info.filename)]
        if len(members) > self.limits.members:
            raise Refused("too-many", "This archive holds too many files: at most %(limit)d can be taken.",
                          limit=self.limits.members)  # fmt: skip
        if sum(info.file_size for info in members) > self.limits.archive_bytes:
            raise self._bomb()
        if not members:
            raise Refused("empty", "There is no file in it.")
        for info in members:
            inner = f"{name}/{shown(_spelt(info))}"
            try:
                data = read_member(archive, info, self.limits)
                self.taken += len(data)
                if self.taken > self.limits.archive_bytes:
                    raise self._bomb()
            except Refused as why:
                yield Refusal.of(inner, why)
                if self.taken > self.limits.archive_bytes:
                    return
            else:
                yield from self.content(inner, data, depth + 1)

    def _bomb(self) -> Refused:
        return Refused(
            "bomb",
            "This archive would grow to more than %(limit)d MB when unpacked. It is not opened.",
            limit=self.limits.archive_bytes // 1_000_000,
        )

    def leaf(self, name: str, data: bytes, depth: int) -> Iterator[Item]:
        """A single file, read in the other process; attachments come back and are read in turn, one level deep."""
        if len(data) > self.limits.file_bytes:
            yield Refusal.of(name, too_large(self.limits))
            return
        answers = self.sandbox.read(name, data, self.known, self.url, self.charset, self.columns)
        if not answers:
            yield Refusal.of(name, Refused("no-articles", "There is no article in this file."))
        for suffix, answer in answers:
            whole = f"{name} ({suffix})" if suffix else name
            if isinstance(answer, Refused):
                yield Refusal.of(whole, answer)
            elif isinstance(answer, Linked):
                yield Address(name, answer.url, answer.title, answer.published, answer.source)
            elif isinstance(answer, Extent):
                yield Read(name, answer.words)
            elif isinstance(answer, Columns):
                yield replace(answer, name=f"{name} ({answer.name})" if answer.name else name)
            elif not isinstance(answer, Part):
                yield Found(whole, answer)
            elif depth > DEPTH:
                why = Refused("nested", "This is an attachment of an attachment. Save it as a file first.")
                yield Refusal.of(f"{name}/{shown(answer.name)}", why)
            else:
                yield from self.content(f"{name}/{shown(answer.name)}", answer.data, depth + 1)


def _counted(name: str, file: str, before: int) -> str:
    """The name of an item of a part, its number counted from the beginning of the file."""
    told = name.removeprefix(file) or (" (message 1)" if before else "")  # a last message that stands alone
    return file + re.sub(
        r"\b(row|line|entry|message) (\d+)", lambda one: f"{one[1]} {int(one[2]) + before}", told, count=1
    )


def _spelt(info: zipfile.ZipInfo) -> str:
    """A member's name. Without the mark for UTF-8, Python takes cp437: newer programs mean UTF-8, Windows cp850."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _charset(content_type: str | None) -> str | None:
    """The encoding a server names in its header, or None."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type or "", re.I)
    return found[1] if found else None
