"""Asking the application without a socket, for what concerns only its answers."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.web.access_log import AccessLog, Proxies
from tracker.web.handout import HandOut

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine

    from tests.web.presses import FixedPress

T = TypeVar("T")
Headers = dict[str, str] | list[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Asker:
    """An application at work: ask it; see what it logged and complained of."""

    app: HandOut
    lines: list[bytes] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def get(self, path: str, headers: Headers | None = None, method: str = "GET") -> Reply:
        """Return the answer to a request for a path as it stands."""
        pairs = headers.items() if isinstance(headers, dict) else headers or ()
        scope = {
            "type": "http",
            "method": method,
            "raw_path": path.encode("latin-1"),
            "path": path,
            "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in pairs],
            "client": ("203.0.113.9", 4711),
        }
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            raise AssertionError("nothing here reads a body")

        await self.app(scope, receive, send)
        start, body = sent
        names = [name.decode() for name, _ in start["headers"]]
        assert len(names) == len(set(names)), names
        headers_ = {name.decode(): value.decode() for name, value in start["headers"]}
        return Reply(start["status"], headers_, body["body"])


@asynccontextmanager
async def at_work(
    press: FixedPress, *, root: str = "", patience: float = 3.0
) -> AsyncIterator[Asker]:
    """An application over a press, from its start to its stop."""
    lines: list[bytes] = []
    complaints: list[str] = []
    log = AccessLog(Proxies(), write=lines.append, complain=complaints.append)
    app = HandOut(
        press,  # type: ignore[arg-type]
        log=log,
        complain=complaints.append,
        root=root,
        patience=patience,
    )
    events: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    told: asyncio.Queue[Any] = asyncio.Queue()
    life = asyncio.create_task(_life(app, events.get, told.put))
    await events.put({"type": "lifespan.startup"})
    assert (await told.get())["type"] == "lifespan.startup.complete"
    try:
        yield Asker(app, lines, complaints)
    finally:
        await events.put({"type": "lifespan.shutdown"})
        assert (await told.get())["type"] == "lifespan.shutdown.complete"
        await life


async def _life(
    app: HandOut, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> None:
    await app({"type": "lifespan", "state": {}}, receive, send)


def ask(press: FixedPress, path: str, headers: Headers | None = None, method: str = "GET") -> Reply:
    """One answer of an application that is made for it."""

    async def once() -> Reply:
        async with at_work(press) as asker:
            return await asker.get(path, headers, method)

    return run(once())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Carry a test's work out."""
    return asyncio.run(work)
