"""Attachments of a sheet: comments, text boxes, pictures, charts. They are reported, never read."""

import posixpath
import zipfile
from collections import Counter

from attrs import define, field

from .sheet_xml import Addresses, Start, Text, parse

_SHAPES = {"pic": "pictures", "sp": "shapes", "graphicFrame": "charts"}
_COMMENT_PARTS = ("/comments", "/threadedComment")
MOST_COMMENTS = 100_000


@define
class Attachments:
    """Addresses of a sheet's comments, the numbers of its pictures, charts, objects and shapes, and their texts."""

    comments: set[str] = field(factory=set)
    counts: Counter[str] = field(factory=Counter)
    words: list[str] = field(factory=list)


def attachments_of(archive: zipfile.ZipFile, sheet_part: str, addresses: Addresses) -> Attachments:
    """Attachments of the sheet in that part; parts that are named but missing from the archive are ignored.

    Raises FactsError where they cost more work than is spent on a dossier.
    """
    folder, name = posixpath.split(sheet_part.lstrip("/"))
    found, names = Attachments(), set(archive.namelist())
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations not in names:
        return found
    targets: dict[tuple[str, str], None] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            targets[attributes.get("Type", ""), path] = None

    _walk(archive, relations, relation)
    for kind, path in targets:
        if kind.endswith(("/oleObject", "/package")):
            found.counts["objects"] += 1
        if path not in names:
            continue
        addresses.walk(archive.getinfo(path).file_size // 16)
        if kind.endswith(_COMMENT_PARTS):
            _comments(archive, path, found)
        elif kind.endswith("/drawing"):
            _drawing(archive, path, found)
    return found


def _walk(archive: zipfile.ZipFile, path: str, start: Start, text: Text | None = None) -> None:
    with archive.open(path) as stream:
        for _ in parse(stream, start, None, text):
            pass


def _comments(archive: zipfile.ZipFile, path: str, found: Attachments) -> None:
    def comment(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in ("comment", "threadedComment") and len(found.comments) < MOST_COMMENTS:
            found.comments.add(attributes.get("ref", "?")[:20])

    _walk(archive, path, comment)


def _drawing(archive: zipfile.ZipFile, path: str, found: Attachments) -> None:
    in_text = [False]

    def shape(name: str, _: dict[str, str]) -> None:
        namespace, local = name.rpartition(" ")[::2]
        if namespace.endswith("/spreadsheetDrawing") and local in _SHAPES:
            found.counts[_SHAPES[local]] += 1
        in_text[0] = namespace.endswith("/drawingml/2006/main") and local == "t"

    def text(words: str) -> None:
        if in_text[0] and words.strip() and len(found.words) < 20:
            found.words.append(words.strip()[:80])

    _walk(archive, path, shape, text)
