"""The application: known bytes at once, others when they are made; nothing is ever written.

What is asked for again and again does not pass through routes or response objects: a
path whose bytes are known costs a few look-ups. What must be made is made in a thread,
once for all who wait for it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from time import perf_counter, time
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.routing import Route

from tracker.errors import TrackerError
from tracker.web import answers
from tracker.web.access_log import AccessLog, Seen, without_secrets
from tracker.web.addresses import canonical
from tracker.web.answers import Prepared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from tracker.publish.press import Press
    from tracker.publish.published import Published
    from tracker.web.answers import Answer

_MOST_KEPT: Final = 4_000  # answers; their bytes are the press's own
# Thunderbird and Home Assistant give up after some seconds; last good bytes do not wait so long.
PATIENCE: Final = 3.0
_MAKERS: Final = 2
_TEND_EVERY: Final = 60.0  # seconds
_REPEAT_AFTER: Final = 60.0  # seconds until the same complaint is worth a line again


class HandOut:
    """An ASGI application over a press."""

    def __init__(
        self,
        press: Press,
        *,
        log: AccessLog,
        complain: Callable[[str], None],
        root: str = "",
        patience: float = PATIENCE,
    ) -> None:
        self._press = press
        self._log = log
        self._complain = complain
        self._root = root
        self._patience = patience
        self._paths: dict[bytes, str] = {}  # as asked for -> canonical, of what is prepared
        # The longest unused first. What strangers can invent paths of is never in it.
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._of_nobody: Prepared | None = None
        self._flights: dict[str, asyncio.Future[Published]] = {}
        self._said: dict[str, float] = {}
        # Strangers' paths have makers of their own: a flood of them delays no known feed.
        self._for_known = ThreadPoolExecutor(_MAKERS, "known")
        self._for_others = ThreadPoolExecutor(_MAKERS, "others")
        self._rest = Starlette(
            routes=[
                Route("/healthz", _Fixed(answers.LIVE)),
                Route("/readyz", self._readiness),
                Route("/robots.txt", _Fixed(answers.ROBOTS)),
            ],
            lifespan=self._life,
        )
        self._rest_paths = {route.path for route in self._rest.routes if isinstance(route, Route)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        began = perf_counter()
        tags = since = None
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                tags = value if tags is None else b"%b, %b" % (tags, value)
            elif name == b"if-modified-since":
                since = value if since is None else b""  # two dates are none
        raw = scope["raw_path"]
        method = scope["method"]
        stale = False
        if method == "GET" or method == "HEAD":  # noqa: PLR1714 - on every request's way
            path = self._paths.get(raw)
            published = None if path is None else self._press.current(path)
            if path is None or published is None:
                prepared = await self._made(raw)
            else:
                prepared = self._prepared[path]
                if prepared.published is published:
                    self._prepared.move_to_end(path)
                else:
                    prepared = self._keep(path, published)
            if isinstance(prepared, Prepared):
                answer = prepared.to(method, tags=tags, since=since)
                stale = prepared.published.stale
            else:
                answer = answers.bare(prepared) if method == "HEAD" else prepared
        else:
            answer = answers.METHOD_NOT_ALLOWED
        await send(answer.start)
        await send(answer.body)
        client = scope["client"]
        seconds = perf_counter() - began
        self._log.add(
            Seen(
                time() - seconds,
                seconds,
                method,
                raw,
                answer.status,
                answer.octets,
                client[0] if client else None,
                scope["headers"],
                tags is not None or since is not None,
                stale,
            )
        )

    async def _made(self, raw: bytes) -> Prepared | Answer:
        """Return what is at a path whose bytes are not at hand."""
        path = canonical(raw, self._root)
        if path is None:
            return answers.NOT_FOUND
        if path in self._rest_paths:
            return await self._of_rest(path)
        published = self._press.current(path) or await self._found(path)
        if published is None:
            return answers.UNAVAILABLE
        if published.status != answers.OK:
            self._forget(path)
            return Prepared(published, path)
        prepared = self._keep(path, published)
        if path in self._prepared and raw in self._spellings(path):
            self._paths[raw] = path
        return prepared

    async def _found(self, path: str, *, again: bool = False) -> Published | None:
        """Return what the press finds, made once for all who wait; None when nothing is good.

        Who waits for longer than is good for a calendar program gets the last good bytes,
        while the making goes on.
        """
        flight = self._flights.get(path)
        is_late = flight is not None
        if flight is None:
            makers = self._for_known if path in self._prepared else self._for_others
            loop = asyncio.get_running_loop()
            flight = loop.run_in_executor(makers, self._press.find, path)
            self._flights[path] = flight
            flight.add_done_callback(lambda done: self._landed(path, done))
        last = self._prepared.get(path)
        await asyncio.wait({flight}, timeout=self._patience if last else None)
        if not flight.done():
            self._tell("Making a feed or page anew takes long; its last good bytes are sent.")
        elif not flight.cancelled() and flight.exception() is None:
            if is_late and not again:  # the ledger may have changed between its start and ours
                return self._press.current(path) or await self._found(path, again=True)
            return flight.result()
        return last.published if last else None

    def _landed(self, path: str, done: asyncio.Future[Published]) -> None:
        self._flights.pop(path, None)
        if not done.cancelled() and (fault := done.exception()) is not None:
            self._tell(_named(fault))

    def _keep(self, path: str, published: Published) -> Prepared:
        """Return the answers with what stands at a path, and keep them for the next who asks.

        The notice at addresses that are none is kept once, not by path: else a flood of
        invented addresses would put out everything that subscribers ask for.
        """
        if published.of_nobody:
            self._forget(path)
            if self._of_nobody is None or self._of_nobody.published is not published:
                self._of_nobody = Prepared(published, path)
            return self._of_nobody
        prepared = self._prepared.get(path)
        if prepared is not None and prepared.published is published:
            return prepared
        prepared = Prepared(published, path)
        self._prepared.pop(path, None)
        if len(self._prepared) >= _MOST_KEPT:
            self._forget(next(iter(self._prepared)))
        self._prepared[path] = prepared
        return prepared

    def _forget(self, path: str) -> None:
        self._prepared.pop(path, None)
        for raw in self._spellings(path):
            self._paths.pop(raw, None)

    def _spellings(self, path: str) -> tuple[bytes, bytes]:
        """Return how a path is asked for by whoever asks for it as it is written."""
        return path.encode("ascii"), f"{self._root}{path}".encode("ascii")

    def _tell(self, sentence: str) -> None:
        """Tell the operator, but the same thing not on every request."""
        now, line = perf_counter(), without_secrets(sentence)
        if now - self._said.get(line, -_REPEAT_AFTER) >= _REPEAT_AFTER:
            if len(self._said) > _MOST_KEPT:
                self._said.clear()
            self._said[line] = now
            self._complain(line)

    async def _of_rest(self, path: str) -> Answer:
        """Return what a route of the small pages answers."""
        sent: list[Any] = []

        async def hear(message: Any) -> None:
            sent.append(message)

        async def nothing() -> Any:
            return {"type": "http.disconnect"}

        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
        await self._rest(scope, nothing, hear)
        start, body = sent[0], sent[1]
        return answers.Answer(start["status"], start, body, len(body["body"]))

    async def _readiness(self, request: Request) -> _Fixed:  # noqa: ARG002 - Starlette's
        loop = asyncio.get_running_loop()
        wrong = await loop.run_in_executor(None, self._press.ready)
        for sentence in wrong:  # to the operator alone: it names files, and anybody may ask
            self._tell(sentence)
        return _Fixed(answers.NOT_READY if wrong else answers.READY)

    async def _tend(self) -> None:
        """Have the press note now and then, and at the end, which secret addresses were used."""
        loop = asyncio.get_running_loop()
        last = False
        while not last:
            try:
                await asyncio.sleep(_TEND_EVERY)
            except asyncio.CancelledError:
                last = True
            try:
                await loop.run_in_executor(None, self._press.tend)
            except Exception as fault:  # noqa: BLE001 - notes are no reason to stop serving
                self._tell(f"Which addresses were used cannot be noted: {_named(fault)}")

    @asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002 - Starlette's
        self._log.start()
        tending = asyncio.create_task(self._tend())
        try:
            yield
        finally:
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending
            self._for_known.shutdown(wait=False, cancel_futures=True)
            self._for_others.shutdown(wait=False, cancel_futures=True)
            await asyncio.get_running_loop().run_in_executor(None, self._log.close)


class _Fixed:
    """An endpoint, and a response, that sends one answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send it."""
        await send(self._answer.start)
        await send(self._answer.body)


def _named(fault: BaseException) -> str:
    if isinstance(fault, TrackerError):
        return fault.sentence
    return f"the program failed: {type(fault).__name__}: {fault}"
