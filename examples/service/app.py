"""Decisions about communes behind HTTP: statements are posted, decisions follow at once.

    pip install "ntm-rules" fastapi uvicorn
    uvicorn app:app

Calls are plain functions, which FastAPI runs in threads: the event loop never waits for a decision.
"""

import logging
from collections import deque
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

import ntm_rules as ntm

Plain = dict[str, Any]
RULESET = "vn/commune-ntm"
logging.getLogger("ntm_rules").setLevel(logging.INFO)


def create_app(units: list[ntm.Unit], day: date) -> FastAPI:
    """The service for some units on a day."""
    app = FastAPI(title="Attainment of communes")
    service = ntm.Service(ntm.compile(RULESET, day), units)
    recent: deque[Plain] = deque(maxlen=1000)
    service.subscribe(lambda changes: recent.extend(map(ntm.to_plain, changes)))

    @app.exception_handler(ntm.NtmError)
    def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, ntm.NtmError)
        codes = {found.code for found in error.diagnostics}
        status = 404 if isinstance(error, KeyError) else 409 if "NTM722" in codes else 422
        return JSONResponse({"diagnostics": [ntm.to_plain(found) for found in error.diagnostics]}, status)

    @app.post("/statements")
    def post(statements: dict[str, Plain]) -> list[Plain]:
        """Take in statements by their keys; sent again, they change nothing."""
        return told(service.post({key: statement(plain) for key, plain in statements.items()}))

    @app.put("/statements/{key}")
    def put(key: str, plain: Plain) -> list[Plain]:
        """Correct the statement of a key."""
        return told(service.put({key: statement(plain)}))

    @app.delete("/statements/{key}")
    def withdraw(key: str) -> list[Plain]:
        return told(service.withdraw(key))

    @app.get("/outcomes/{unit}")
    def outcome(unit: str, rule: str = "recognition") -> str:
        return service.outcome(unit, rule).value

    @app.get("/decisions/{unit}", responses={200: {"content": {"application/json": {"schema": DECISION}}}})
    def decision(unit: str, rule: str = "recognition", compact: bool = False) -> Plain:
        return ntm.to_plain(service.decision(unit, rule), compact=compact)

    @app.get("/explanations/{unit}")
    def explanation(unit: str, rule: str = "recognition", lang: str = "vi") -> str:
        # A language that there is not is refused with the list of those that there are.
        return ntm.explain(service.decision(unit, rule), service.programs[0].library, service.units, lang)  # type: ignore[arg-type]

    @app.put("/units")
    def add(plain: Plain) -> list[Plain]:
        return told(service.add_units(ntm.from_plain("unit", plain)))

    @app.delete("/units/{code}")
    def end(code: str, on: date) -> list[Plain]:
        return told(service.end_units(code, on=on))

    @app.put("/day")
    def move(day: date) -> list[Plain]:
        return told(service.move_to(day))

    @app.put("/rules")
    def reload() -> list[Plain]:
        """Read the rules anew: a mistake in them is told, and the old ones stay."""
        return told(service.change_programs(ntm.compile(RULESET, service.as_of, ntm.load_library())))

    @app.get("/changes")
    def changes() -> list[Plain]:
        """The last outcomes that changed."""
        return list(recent)

    app.openapi_schema = with_definitions(app.openapi())
    return app


DECISION = ntm.schema("decision", reference="#/components/schemas/{name}")
DEFINITIONS: Plain = DECISION.pop("$defs")


def with_definitions(openapi: Plain) -> Plain:
    """The description of the service with the definitions that a decision refers to."""
    openapi.setdefault("components", {}).setdefault("schemas", {}).update(DEFINITIONS)
    return openapi


def statement(plain: Plain) -> ntm.Statement:
    """The statement that a client sends: `form` says of which kind it is, without it it is a fact."""
    kind = str(plain.get("form", "fact")).partition("/")[0]
    if kind not in ("fact", "attestation", "published_decision"):
        kind = "fact"
    found: ntm.Statement = ntm.from_plain(kind, plain)
    return found


def told(changes: tuple[ntm.OutcomeChange, ...]) -> list[Plain]:
    """The outcomes that changed, for a client."""
    return [ntm.to_plain(change) for change in changes]


app = create_app(
    [ntm.Unit("C", "Bản Bo", "commune", attributes={"region": "north_midlands_mountains"})], date(2024, 6, 30)
)
