"""The server's life: one process or several on one socket, until told to stop."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tracker.domain.values import frozen
from tracker.web.access_log import AccessLog, Proxies, Seen, to_stdout, without_secrets
from tracker.web.listening import BACKLOG

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from tracker.publish.press import Press

_KEEP_ALIVE: Final = 75  # seconds, longer than nginx keeps its side: never closed under a request
_GRACE: Final = 20  # seconds for answers under way when told to stop
_LOOK_EVERY: Final = 50  # ticks of uvicorn's, a tenth of a second each
_YOUNG: Final = 2.0  # seconds: a worker that dies before is not replaced at once
_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@frozen
class Service:
    """What to serve, and to whom."""

    press: Callable[[Callable[[str], None]], Press]  # made in each worker; told where to complain
    workers: int = 1
    root: str = ""
    proxies: Proxies = Proxies()


def serve(service: Service, listener: socket.socket) -> int:
    """Serve until told to stop; return the exit code."""
    if service.workers == 1:
        return _work(service, listener, to_stdout())
    with tempfile.TemporaryFile() as lock:
        return _Foreman(service, listener, to_stdout(lock.fileno())).run()


def complain(sentence: str) -> None:
    """Tell the operator one thing, on one line of stderr."""
    line = f"tracker: {without_secrets(sentence)}\n"
    try:
        os.write(2, line.encode(errors="backslashreplace"))
    except OSError:  # nobody listens; serving goes on
        return


def _work(
    service: Service,
    listener: socket.socket,
    write: Callable[[bytes], None],
    foreman: int | None = None,
) -> int:
    """Answer until told to stop, or until the foreman of this process id is no parent any more."""
    import uvicorn

    from tracker.web.handout import HandOut
    from tracker.web.protocol import GuardedProtocol

    log = AccessLog(service.proxies, write=write, complain=complain)

    class Protocol(GuardedProtocol):
        @staticmethod
        def refused(client: str | None, status: int) -> None:
            log.add(Seen(time.time(), 0.0, "-", b"-", status, 0, client, (), False, False))

    class Server(uvicorn.Server):
        _second = 0

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Stop when told to, and then go on to exit 0: uvicorn would die of the signal."""
            before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

        async def on_tick(self, counter: int) -> bool:
            """Look after slow clients; stop when the parent of workers is gone."""
            if counter % _LOOK_EVERY == 0:
                now = asyncio.get_running_loop().time()
                for connection in list(self.server_state.connections):
                    connection.look_after(now)  # type: ignore[union-attr]
            self.should_exit |= foreman is not None and os.getppid() != foreman
            # uvicorn sets Date every ten ticks: too late for what was made in this second.
            second = int(time.time())
            is_new, self._second = second != self._second, second
            return await super().on_tick(0 if is_new else counter)

    app = HandOut(service.press(complain), log=log, complain=complain, root=service.root)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http=Protocol,
        ws="none",
        interface="asgi3",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # only the log asks who the client is; see Proxies
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        workers=1,
    )
    _quiet_uvicorn()
    gc.freeze()  # what is loaded by now stays: the collector need not look at it again
    server = Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1


class _OneLine(logging.Handler):
    """uvicorn's faults as one line each, without the traceback that could hold an address."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            fault = record.exc_info[1]
            text = f"{text.strip()}: {type(fault).__name__}: {fault}"
        complain(text)


def _quiet_uvicorn() -> None:
    for name in ("uvicorn", "uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_OneLine()], False
        logger.setLevel(logging.ERROR)


class _Foreman:
    """Keeps so many workers at one socket, replaces those that die, stops them all."""

    def __init__(
        self, service: Service, listener: socket.socket, write: Callable[[bytes], None]
    ) -> None:
        self._service, self._listener, self._write = service, listener, write
        self._pid = os.getpid()  # told to workers: one that asks who its parent is may ask too late
        self._began: dict[int, float] = {}
        self._stopping = False

    def run(self) -> int:
        """Return 0 when told to stop and all have."""
        import tracker.web.handout  # loaded once, shared by all
        import tracker.web.protocol  # noqa: F401

        gc.freeze()
        for number in _SIGNALS:
            signal.signal(number, self._stop)
        for _ in range(self._service.workers):
            self._hire()
        while self._began:
            pid, status = os.wait()
            began = self._began.pop(pid, None)
            if began is None or self._stopping:
                continue
            how = os.waitstatus_to_exitcode(status)
            complain(f"A worker ended ({how}); another takes its place.")
            if time.monotonic() - began < _YOUNG:
                time.sleep(1)
            if not self._stopping:
                self._hire()
        return 0

    def _hire(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # a child must not run our handler
        pid = os.fork()
        if pid:
            self._began[pid] = time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            if self._stopping:
                os.kill(pid, signal.SIGTERM)
            return
        code = 1
        try:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            code = _work(self._service, self._listener, self._write, self._pid)
        except BaseException as fault:  # noqa: BLE001 - a child returns to nobody
            complain(f"A worker failed: {type(fault).__name__}: {fault}")
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _stop(self, *_: Any) -> None:
        self._stopping = True
        for pid in list(self._began):
            try:
                os.kill(pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
