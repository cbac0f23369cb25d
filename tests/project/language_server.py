"""A client of the YAML language server that editors use, over its protocol (LSP on standard input and output)."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

ROOT = Path(__file__).parents[2]
HOW_TO_GET_IT = (
    "no yaml-language-server: npm install --prefix .venv/editor yaml-language-server (Node.js), or have it in PATH"
)
_SECONDS = 120


def command() -> list[str] | None:
    """The command that runs the server: of NTM_YAML_LANGUAGE_SERVER, of the project's environment, or in the PATH."""
    named = os.environ.get("NTM_YAML_LANGUAGE_SERVER")
    own = ROOT / ".venv" / "editor" / "node_modules" / ".bin" / "yaml-language-server"
    found = named or (str(own) if own.exists() else shutil.which("yaml-language-server"))
    return [found, "--stdio"] if found else None


class LanguageServer:
    """A running server: documents are opened, and asked about by line and column, both from 0."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._received: Queue[dict[str, Any]] = Queue()
        self._asked = 0
        self._published: dict[str, list[dict[str, Any]]] = {}
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = int(line.split(b":")[1])
            while stream.readline().strip():
                pass
            self._received.put(json.loads(stream.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        stream = self._process.stdin
        assert stream is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        stream.flush()

    def _next(self) -> dict[str, Any]:
        """The next message; what the server itself asks is answered, what it finds in documents is kept."""
        try:
            message = self._received.get(timeout=_SECONDS)
        except Empty:
            raise AssertionError("the language server does not answer") from None
        if "id" in message and "method" in message:
            settings = {"completion": True, "hover": True, "validate": True, "schemaStore": {"enable": False}}
            items = message["params"].get("items", ()) if message["method"] == "workspace/configuration" else None
            asked = None if items is None else [settings if each["section"] == "yaml" else {} for each in items]
            self._send({"id": message["id"], "result": asked})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self._published[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a request."""
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while (message := self._next()).get("id") != self._asked or "method" in message:
            pass
        assert "error" not in message, message
        return message["result"]

    def tell(self, method: str, **params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def open(self, path: Path) -> list[str]:
        """Open a document; what the server finds wrong in it, once it has read it."""
        uri, text = path.as_uri(), path.read_text(encoding="utf-8")
        self.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        while uri not in self._published:
            self._next()
        return [each["message"] for each in self._published.pop(uri)]

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """What is offered at a place, each with its explanation."""
        found = self.ask("textDocument/completion", **_at(path, line, column))
        return {each["label"]: _text(each.get("documentation", "")) for each in found["items"]}

    def hover(self, path: Path, line: int, column: int) -> str:
        """What is said of what stands at a place."""
        found = self.ask("textDocument/hover", **_at(path, line, column))
        return "" if found is None else _text(found["contents"])


def _at(path: Path, line: int, column: int) -> dict[str, Any]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}


def _text(said: Any) -> str:
    return str(said["value"] if isinstance(said, dict) else said)


@contextmanager
def running(arguments: list[str], folder: Path) -> Iterator[LanguageServer]:
    """A server on a folder; ended at the end."""
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder) as process:
        try:
            server = LanguageServer(process)
            markup = {"documentationFormat": ["markdown", "plaintext"]}
            document = {"completion": {"completionItem": markup}, "hover": {"contentFormat": ["markdown"]}}
            server.ask(
                "initialize",
                processId=os.getpid(),
                rootUri=folder.as_uri(),
                capabilities={"textDocument": document, "workspace": {"configuration": True}},
            )
            server.tell("initialized")
            server.tell("workspace/didChangeConfiguration", settings={})
            yield server
        finally:
            process.kill()
