"""The hook of `mkdocs.yml`: the pages of the site that are not files of `docs/`, and the links that lead to them.

Home is the README. What pages link to elsewhere in the tree, Markdown or source, stands under `project/` with its path; the
reference comes from docstrings (`site_reference.py`), the catalogue from the registry of diagnostics (`site_diagnostics.py`).
"""

import re
from collections.abc import Iterator
from os.path import relpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from site_diagnostics import diagnostic_pages
from site_reference import reference_pages

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
HOME = ROOT / "README.md"
_FETCHED = "https://unpkg.com/iframe-worker/shim"
_LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=(?:#[^)\s]*)?\))")
_LANGUAGES = {".py": "python", ".yaml": "yaml", ".sh": "sh", ".ipynb": "json", ".csv": "text", "": "text"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add home, the reference, the catalogue, and whatever of the tree a page links to."""
    made = {**reference_pages(), **diagnostic_pages(config.extra.get("step", 1))}
    asked = [HOME, *DOCS.rglob("*.md"), *(ROOT / each for each in ("ARCHITECTURE.md", "SECURITY.md", "CHANGELOG.md"))]
    seen = set(asked)
    while asked:
        path = asked.pop()
        content, page = _content(path), _page_of(path)
        if not path.is_relative_to(DOCS) and page is not None:
            made[page] = content
        new = {target for target in _targets(content, path) if _page_of(target) is not None} - seen
        seen |= new
        asked += new
    for name, content in made.items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Turn links that are right in the tree into those that are right in the site."""
    own = page.file.src_uri
    origin = _origin_of(own)
    if origin is None:
        return markdown

    def there(link: re.Match[str]) -> str:
        target = _page_of((origin.parent / link[1]).resolve())
        return link[1] if target is None else relpath(target, Path(own).parent)

    return _LINK.sub(there, markdown)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Have the site bring what the theme would fetch: the script that searches pages opened as files."""
    return output.replace(_FETCHED, relpath("assets/iframe-worker.js", Path(page.file.dest_uri).parent))


def _origin_of(page: str) -> Path | None:
    """The file that a page is made of; None for those of the reference and of the catalogue."""
    if page == "index.md":
        return HOME
    if page.startswith("project/"):
        path = ROOT / page.removeprefix("project/").removesuffix("/index.md")
        return path / "any" if path.is_dir() else path
    return DOCS / page if (DOCS / page).exists() else None


def _page_of(path: Path) -> str | None:
    """The page, or picture, that shows a file or folder of the tree; None where none does."""
    if path == HOME:
        return "index.md"
    if not path.exists() or not path.is_relative_to(ROOT):
        return None
    if path.is_relative_to(DOCS) and path.suffix in (".md", ".png"):
        return path.relative_to(DOCS).as_posix()
    name = f"project/{path.relative_to(ROOT).as_posix()}"
    if path.is_dir():
        return _page_of(path / "README.md") if (path / "README.md").exists() else f"{name}/index.md"
    return name if path.suffix == ".md" else f"{name}.md" if path.suffix in _LANGUAGES else None


def _content(path: Path) -> str:
    """A file or folder of the tree as Markdown."""
    if path.is_dir():
        shown = sorted(each for each in path.iterdir() if not each.name.startswith((".", "__")))
        return f"# `{path.relative_to(ROOT).as_posix()}`\n\n" + "".join(f"- `{each.name}`\n" for each in shown)
    if path.suffix == ".png":
        return ""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    return f"# `{path.relative_to(ROOT).as_posix()}`\n\n``````{_LANGUAGES[path.suffix]}\n{text.rstrip()}\n``````\n"


def _targets(markdown: str, path: Path) -> Iterator[Path]:
    folder = path if path.is_dir() else path.parent
    for target in _LINK.findall(markdown):
        found = (folder / target).resolve()
        yield found / "README.md" if found.is_dir() and (found / "README.md").exists() else found
