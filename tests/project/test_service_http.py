"""The service of the examples behind HTTP: sixteen clients at once, rules that are read anew meanwhile, and no false answer."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from socket import socket
from time import monotonic, sleep

import pytest

from ..profiles import CHOSEN, FULL
from .test_examples import fact, loaded

pytestmark = pytest.mark.slow
CLIENTS = 16
REQUESTS = 10_000 if CHOSEN == FULL else 192
"""The number of requests, of all clients together."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of the service, in a thread of this process."""
    pytest.importorskip("fastapi")
    pytest.importorskip("httpx")
    uvicorn = pytest.importorskip("uvicorn")
    app = loaded("service/app.py")
    where = {"region": "north_midlands_mountains"}
    units = [app.ntm.Unit(f"C{number}", f"Xã {number}", "commune", attributes=where) for number in range(CLIENTS)]
    with closing(socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        served = app.create_app(units, app.date(2024, 6, 30))
        server = uvicorn.Server(uvicorn.Config(served, port=port, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        until = monotonic() + 60
        while not server.started and monotonic() < until:
            sleep(0.02)
        assert server.started
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(60)


def test_no_answer_is_false_while_rules_are_read_anew(address: str) -> None:
    """Each client has a commune of its own, whose income it corrects, so that it knows what every answer has to be."""
    import httpx

    each = REQUESTS // CLIENTS // 2

    def talk(number: int) -> list[str]:
        unit, wrong = f"C{number}", list[str]()
        with httpx.Client(base_url=address, timeout=120) as client:
            for turn in range(each):
                is_poor = turn % 2 == 0
                told = {**fact(30 if is_poor else 50), "unit": unit}
                sent = client.put(f"/statements/{unit}", json=told)
                asked = client.get(f"/outcomes/{unit}", params={"rule": "10"})
                expected = "not_attained" if is_poor else "attained"
                if sent.status_code != 200 or asked.status_code != 200 or asked.json() != expected:
                    wrong.append(f"{unit} {turn}: {sent.status_code} {sent.text[:80]} {asked.text[:80]}")
        return wrong

    done = threading.Event()
    reloads: list[int] = []

    def reload() -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while not done.is_set():
                reloads.append(client.put("/rules").status_code)
                client.put("/day", params={"day": f"2024-0{6 + len(reloads) % 3}-30"})

    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        reloading = pool.submit(reload)
        found = [wrong for several in pool.map(talk, range(CLIENTS)) for wrong in several]
        done.set()
        reloading.result()
    assert found == []
    assert set(reloads) == {200}
