"""Small files that could cost much, each with the name of the file of a dossier that it stands in place of."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = b"unit,measure,value\n"
FACT = b"TD-TAMDUONG,3.3,99\n"
MILLION = 1_000_000

Part = Callable[[bytes], bytes]


def workbook(sheet: bytes = b"", sheets: int = 1, more: Mapping[str, bytes] | None = None, **changed: Part) -> bytes:
    """A workbook whose sheets are `sheet`, with `more` parts; `changed` parts are named by the word that they begin with."""
    book, plain, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    for number in range(1, sheets):
        book.create_sheet(f"S{number}")
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if sheet and "worksheets/sheet" in name:
                content = sheet
            for word, change in changed.items():
                content = change(content) if Path(name).stem.strip("[]") == word else content
            new.writestr(name, content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return packed.getvalue()


def sheet_of(rows: bytes, below: bytes = b"", above: bytes = b"") -> bytes:
    header = b'<row r="1">' + b"".join(
        b'<c r="%c1" t="inlineStr"><is><t>%s</t></is></c>' % (65 + at, word)
        for at, word in enumerate((b"unit", b"measure", b"value"))
    )
    return b"<worksheet %s>%s<sheetData>%s</row>%s</sheetData>%s</worksheet>" % (MAIN, above, header, rows, below)


def cells_in(column: bytes, count: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="%s%d"><v>1</v></c></row>' % (row, column, row) for row in range(2, count))


def with_strings(strings: bytes) -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    return workbook(
        sheet_of(b'<row r="2"><c r="A2" t="s"><v>0</v></c></row>'),
        more={"xl/sharedStrings.xml": b"<sst %s>%s</sst>" % (MAIN, strings)},
        Content_Types=lambda whole: whole.replace(
            b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
        ),
        workbook=lambda whole: whole.replace(
            b"</Relationships>",
            b'<Relationship Id="s" Type="%s" Target="sharedStrings.xml"/></Relationships>' % relation,
        ),
    )


def comments() -> bytes:
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    )
    one = b'<Relationship Id="r%d" Type="http://x/comments" Target="../comments%d.xml"/>'
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations % b"".join(one % (each, each % 3) for each in range(100_000)),
        **{
            f"xl/comments{each}.xml": b"<comments %s>%s</comments>" % (MAIN, b"<comment/>" * 100_000)
            for each in range(3)
        },
    }
    return workbook(sheet_of(b""), more=more)


def styles(cell_formats: bytes) -> bytes:
    return workbook(
        sheet_of(cells_in(b"A", 3)),
        styles=lambda whole: whole.replace(b"<cellXfs", b"<cellXfs a='1'").replace(
            b"</cellXfs>", cell_formats + b"</cellXfs>"
        ),
    )


CSV: Mapping[str, Callable[[], bytes]] = {
    "a million commas in a row": lambda: HEAD + b"x" + b"," * MILLION + b"x",
    "twenty million commas": lambda: HEAD + b"," * 20 * MILLION,
    "blank cells": lambda: HEAD + (b"," * 1_999 + b"\n") * 10_000,
    "blank cells beside one": lambda: HEAD + (b"x" + b"," * 1_999 + b"\n") * 10_000,
    "blank lines": lambda: HEAD + b"\n" * 20 * MILLION,
    "old line ends": lambda: HEAD + b"\r" * 20 * MILLION,
    "lines of a space": lambda: HEAD + b" \n" * 10 * MILLION,
    "one line": lambda: HEAD + b"x" * 20 * MILLION,
    "a header of one line": lambda: b"u" * 20 * MILLION,
    "a million columns": lambda: b"unit," + b",".join(b"m%d" % each for each in range(MILLION)) + b"\nA\n",
    "quotes": lambda: HEAD + b'"' * 20 * MILLION,
    "quotes never closed": lambda: HEAD + b'"a\n' * 5 * MILLION,
    "long lines of quotes never closed": lambda: HEAD + (b'x,"' + b"y" * 30 + b"\n") * 500_000,
    "text after quotes": lambda: HEAD + b'"a"b c d e f g h i j k\n' * 800_000,
    "quoted rows": lambda: HEAD + b'"TD-TAMDUONG","3.3","99"\n' * 800_000,
    "a million facts": lambda: HEAD + FACT * MILLION,
    "a million mistakes": lambda: HEAD + b"TD-TAMDUONG,3.3,9.9.9\n" * 800_000,
    "a million unknown units": lambda: HEAD + b"".join(b"U%d,3.3,9\n" % each for each in range(MILLION)),
    "a million unknown measures": lambda: HEAD + b"".join(b"TD-TAMDUONG,m%d,9\n" % each for each in range(800_000)),
    "ragged rows": lambda: HEAD + b"a\n" * MILLION,
    "a million titles": lambda: b"x,y\n" * MILLION + HEAD,
    "a million comments": lambda: b"# x\n" * MILLION + HEAD,
    "long cells": lambda: HEAD + (b"x" * 32_000 + b",3.3,9\n") * 600,
    "long figures": lambda: HEAD + (b"TD-TAMDUONG,3.3," + b"9" * 32_000 + b"\n") * 600,
    "accents": lambda: HEAD + f"TD-TAMDUONG,3.3,a{chr(0x301) * 30_000}\n".encode() * 300,
    "wide characters": lambda: HEAD + "\U0001f600,".encode() + b"x" * 18 * MILLION,
    "UTF-16": lambda: b"\xff\xfe" + (HEAD.decode() + "," * 9 * MILLION).encode("utf-16-le"),
    "UTF-32": lambda: b"\xff\xfe\0\0" + (HEAD.decode() + "a,b,c\n" * 800_000).encode("utf-32-le"),
    "no text": lambda: b"\0" * 20 * MILLION,
    "half a web page": lambda: b"<!--" * 5 * MILLION,
    "spaces": lambda: b" " * 20 * MILLION,
}
WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "cells in the last column": lambda: workbook(sheet_of(cells_in(b"XFD", 20_000))),
    "cells in column 2000": lambda: workbook(sheet_of(cells_in(b"BXX", 20_000))),
    "formatted empty cells": lambda: workbook(
        sheet_of(b"".join(b'<row r="%d">' % row + b'<c s="0"/>' * 8 + b"</row>" for row in range(2, 700_000)))
    ),
    "cells without an address": lambda: workbook(sheet_of(b"<row>" + b"<c><v>1</v></c>" * 2 * MILLION + b"</row>")),
    "a million rows": lambda: workbook(sheet_of(cells_in(b"A", MILLION))),
    "text of many texts": lambda: with_strings((b"<si><t>" + b"x" * 100_000 + b"</t></si>") * 2_000),
    "many short texts": lambda: with_strings(b"<si><t>a</t></si>" * 5 * MILLION),
    "many styles": lambda: styles(b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * MILLION),
    "a deep sheet": lambda: workbook(
        b"<worksheet %s>" % MAIN + b"<a>" * 2 * MILLION + b"</a>" * 2 * MILLION + b"</worksheet>"
    ),
    "deep styles": lambda: styles(b"<a>" * MILLION + b"</a>" * MILLION),
    "a merged range of all": lambda: workbook(
        sheet_of(cells_in(b"A", 2_000), b'<mergeCells><mergeCell ref="B2:XFD1048576"/></mergeCells>')
    ),
    "many merged ranges": lambda: workbook(
        sheet_of(
            cells_in(b"A", 500),
            b"<mergeCells>%s</mergeCells>"
            % b"".join(b'<mergeCell ref="B%d:C%d"/>' % (row, row) for row in range(2, 190_000)),
        )
    ),
    "many hidden columns": lambda: workbook(
        sheet_of(
            cells_in(b"A", 5_000), above=b"<cols>" + b'<col min="1" max="16384" hidden="1"/>' * 200_000 + b"</cols>"
        )
    ),
    "a thousand sheets": lambda: workbook(sheet_of(cells_in(b"A", 3)), sheets=1_000),
    "sheets of sheets": lambda: workbook(sheet_of(cells_in(b"A", 5_000)), sheets=250),
    "one long text": lambda: workbook(
        sheet_of(b'<row r="2"><c r="A2" t="inlineStr"><is><t>' + b"x" * 200 * MILLION + b"</t></is></c></row>")
    ),
    "many attributes": lambda: workbook(
        sheet_of(b'<row r="2" ' + b" ".join(b'a%d="1"' % each for each in range(MILLION)) + b"></row>")
    ),
    "a long attribute": lambda: workbook(sheet_of(b'<row r="2" a="' + b"x" * 90 * MILLION + b'"></row>')),
    "many parts": lambda: workbook(sheet_of(b""), more={f"p{each}.xml": b"" for each in range(20_000)}),
    "a large part": lambda: workbook(sheet_of(b""), more={"xl/x.xml": b"<a>" + b" " * 400 * MILLION}),
    "a large part of another name": lambda: workbook(sheet_of(b""), more={"xl/x.bin": b"<a>" + b" " * 200 * MILLION}),
    "names": lambda: workbook(
        sheet_of(b""),
        workbook=lambda whole: whole.replace(
            b"</sheets>",
            b"</sheets><definedNames>" + b'<definedName name="n">A1</definedName>' * MILLION + b"</definedNames>",
        ),
    ),
    "comments": comments,
    "an archive of nothing": lambda: b"PK\x03\x04" + b"x" * 20 * MILLION,
    "an old workbook of nothing": lambda: b"\xd0\xcf\x11\xe0" + b"x" * 20 * MILLION,
}
YAML: Mapping[str, Callable[[], bytes]] = {
    "deep": lambda: b"a: " + b"[" * 1_900_000,
    "deep blocks": lambda: b"".join(b" " * depth + b"a:\n" for depth in range(1_900)),
    "dashes": lambda: b"- " * 990_000,
    "braces": lambda: b"{" * 1_900_000,
    "question marks": lambda: b"? " * 900_000,
    "aliases of aliases": lambda: (
        b"a: &a [x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (98 + at, 98 + at, b",".join([b"*%c" % (97 + at)] * 9)) for at in range(20))
    ),
    "many aliases": lambda: b"a: &a x\nb: [" + b"*a," * 600_000 + b"]\n",
    "many values": lambda: b"a: [" + b"x," * 900_000 + b"]",
    "a long comment": lambda: b"as_of: 2024-06-30\n# " + b"x" * 20 * MILLION,
    "unseen": lambda: "\u202e".encode() * 600_000,
    "tabs": lambda: b"\ta\n" * 600_000,
    "the same file again and again": lambda: (
        b"as_of: 2024-06-30\nrulesets: {township: vn/civilised-township}\nfacts: [" + b"units.csv, " * 90_000 + b"]\n"
    ),
}
ALL = {
    **{f"csv: {name}": ("facts.csv", made) for name, made in CSV.items()},
    **{f"xlsx: {name}": ("facts.xlsx", made) for name, made in WORKBOOKS.items()},
    **{f"units: {name}": ("units.csv", CSV[name]) for name in ("a million facts", "blank cells", "ragged rows")},
    **{f"yaml: {name}": ("dossier.yaml", made) for name, made in YAML.items()},
}
