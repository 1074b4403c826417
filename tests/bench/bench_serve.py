"""Serving a feed beside others: `python tests/bench/bench_serve.py [--quick]`.

1,000 events of some 1.1 kB, one machine, one run: nginx with the same bytes on disk, a
bare Starlette on uvicorn, `tracker serve` with its access log, Radicale and Xandikos with
the same events, and nginx as in examples/deploy before `tracker serve`. wrk asks; rounds
are interleaved, medians are told. Ratios are to be trusted, figures are not. nginx and
wrk are Debian's; the others are looked for beside this interpreter: `pip install '.[bench]'`.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import compileall
import os
import platform
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a script, not as a module

from tests.bench.calendar_servers import EVENTS, TOKEN, WANTED, Peer, answer_of, peers


def ask(peer: Peer, case: str, connections: int, seconds: int) -> None:
    """Have wrk ask for some seconds; keep requests a second and the slowest hundredth (ms)."""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "--latency"]
    words += [word for name, value in WANTED.items() for word in ("-H", f"{name}: {value}")]
    if case == "conditional":
        words += ["-H", f"If-None-Match: {peer.etag}"]
    done = subprocess.run([*words, peer.url], capture_output=True, text=True, check=True)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s|m)\b", done.stdout)
    middle = re.search(r"50%\s+([\d.]+)(us|ms|s|m)\b", done.stdout)
    assert rate is not None, done.stdout
    assert slow is not None, done.stdout
    assert middle is not None, done.stdout
    assert "Non-2xx" not in done.stdout, done.stdout
    key = f"{case} {connections}"
    peer.found.setdefault(key, []).append(float(rate[1]))
    for name, match in (("p99", slow), ("p50", middle)):
        scale = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[match[2]]
        peer.found.setdefault(f"{key} {name}", []).append(float(match[1]) * scale)


CASES = (("full", 1), ("full", 32), ("conditional", 1), ("conditional", 32))


def measure(found: list[Peer], rounds: int, seconds: int) -> None:
    """Ask each in turn, round by round; the slow ones with 32 connections only once."""
    for round_ in range(rounds):
        for case, connections in CASES:
            for peer in found:
                is_slow = peer.name in ("Radicale", "Xandikos")
                if not (is_slow and (connections > 1 or round_)):
                    ask(peer, case, connections, max(seconds, 5) if is_slow else seconds)


def tell(found: list[Peer]) -> None:
    """Print what was measured, and each goal."""
    print(f"\n{'requests a second':24}" + "".join(f"{f'{c} x{n}':>18}" for c, n in CASES))
    for peer in found:
        cells = "".join(f"{peer.median(f'{c} {n}'):18,.0f}" for c, n in CASES)
        print(f"{f'{peer.name} {peer.version}':24}{cells}")
    by_name = {peer.name: peer for peer in found}
    ours, nginx = by_name["tracker serve"], by_name["nginx"]
    print()
    for case, least in (("full", 0.6), ("conditional", 0.2)):
        for connections in (1, 32):
            key = f"{case} {connections}"
            ratio = ours.median(key) / nginx.median(key)
            _goal(f"{case} x{connections}, of nginx", ratio, least, ratio >= least)
    radicale = by_name.get("Radicale")
    if radicale is None:
        return
    for case, least in (("full", 100.0), ("conditional", 500.0)):
        best = max(ours.median(f"{case} {n}") for n in (1, 32)) / radicale.median(f"{case} 1")
        _goal(f"{case}, of Radicale", best, least, best >= least)
    slowest, middle = ours.median("full 32 p99"), radicale.median("full 1 p50")
    _goal("p99 ms at 32 connections", slowest, middle, slowest < middle)


def _goal(name: str, found: float, goal: float, is_met: bool) -> None:
    print(f"{name:34}{found:10.2f}  goal {goal:8.2f}  {'reached' if is_met else 'MISSED'}")


def cold_starts(found: list[Peer], times: int) -> None:
    """Print how long each takes from nothing to its first 200, ours with its bytes kept."""
    medians = []
    for peer in found:
        taken = []
        for _ in range(times + 1):
            began = time.perf_counter()
            process = subprocess.Popen(
                peer.words, env=peer.world, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                answer_of(peer.url).close()
                taken.append(time.perf_counter() - began)
            finally:
                process.terminate()
                process.wait(30)
        medians.append(statistics.median(taken[1:]))
        print(f"{f'cold start, {peer.name}':34}{medians[-1] * 1000:7.0f} ms")
    ratio = medians[0] / medians[1]
    _goal("cold start, of bare Starlette", ratio, 2.0, ratio <= 2.0)


def secrets(ours: Peer, rounds: int) -> None:
    """Print how long look-ups of secret addresses take, in turn, and Welch's t of each pair."""
    kinds = {
        "unknown": f"/feeds/{'A' * 43}/desk.ics",
        "unknown, first letters right": f"/feeds/{TOKEN[:40]}AAA/desk.ics",
        "revoked": f"/feeds/{TOKEN[::-1]}/desk.ics",
        "cut": f"/feeds/{TOKEN[:30]}/desk.ics",
    }
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    order, chance = list(kinds.items()), random.Random(1)
    with closing(socket.create_connection(("127.0.0.1", ours.port))) as line:
        for round_ in range(rounds + 200):
            chance.shuffle(order)  # or each would always follow the same one
            for name, path in order:
                began = time.perf_counter()
                line.sendall(f"HEAD {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                answer = line.recv(65536)
                seconds = time.perf_counter() - began
                assert answer.startswith(b"HTTP/1.1 200 "), answer
                if round_ >= 200:
                    taken[name].append(seconds)
    print()
    first, *others = kinds
    for name in kinds:
        print(f"{name:34}{statistics.median(taken[name]) * 1e6:7.0f} us in the middle")
    for name in others:
        t = abs(_welch(_usual(taken[first]), _usual(taken[name])))
        _goal(f"t, {name}", t, 4.5, t < 4.5)


def _usual(seconds: list[float]) -> list[float]:
    """Leave out the slowest twentieth, in which the machine did something else."""
    return sorted(seconds)[: len(seconds) * 19 // 20]


def _welch(one: list[float], other: list[float]) -> float:
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return float((statistics.fmean(one) - statistics.fmean(other)) / spread**0.5)


def main() -> None:
    """Make the calendars, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    asked = parser.parse_args()
    if missing := [name for name in ("nginx", "wrk") if not shutil.which(name)]:
        print(f"{' and '.join(missing)} must be installed: apt-get install nginx-light wrk")
        return
    compileall.compile_dir(sysconfig.get_path("purelib"), quiet=2)
    rounds, seconds, times = (1, 2, 3) if asked.quick else (3, 4, 9)
    folder = Path(tempfile.mkdtemp(prefix="tracker-bench-"))
    try:
        found = peers(folder)
        size = (folder / "www" / "feeds" / "all.ics").stat().st_size
        print(
            f"{datetime.now(UTC):%Y-%m-%d}: {EVENTS:,} events, {size:,} octets; "
            f"Python {platform.python_version()}, uvicorn {version('uvicorn')}, "
            f"{os.cpu_count()} cores, one process each; {rounds} rounds of {seconds} s"
        )
        ours, _, bare, *_ = found
        cold_starts([ours, bare], times)
        with ExitStack() as stack:
            for peer in found:
                peer.start(stack, folder)
            measure(found, rounds, seconds)
            tell(found)
            secrets(ours, 500 if asked.quick else 10_000)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
