"""How many unchanged pages a second one process asks for: conditional requests to a server on loopback, in its own process.

Three layouts: one host (asked one thing at a time), fifty hosts, and a thousand hosts that each have their robots.txt
read first. The limit is the last column: the same requests by urllib3 alone, a new connection for each, in one thread.

    python benchmarks/fetch.py
"""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from typing import Any

import urllib3

from tracker.sources.http import Answer, Fetcher, Policy, Request, Validators, fetch_all

SOURCES = 1000
LAYOUTS = {1: False, 50: False, 1000: True}
"""Hosts, and whether their robots.txt is read."""
PROMISED = 100


def serve(port: Any) -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    port.put(listener.getsockname()[1])

    def one(connection: socket.socket) -> None:
        with connection:
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (piece := connection.recv(65_536)):
                    return
                asked += piece
            unchanged = b"If-None-Match" in asked
            status = b"304 Not Modified" if unchanged else b"404 Not Found"
            connection.sendall(b'HTTP/1.1 %b\r\nETag: "1"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' % status)

    while True:
        threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()


def ours(port: int, hosts: int, robots: bool) -> float:
    """Requests a second."""
    names = frozenset(f"h{number}.test:{port}" for number in range(hosts))
    policy = Policy(allow_hosts=names, delay=0.0, robots=robots)
    fetcher = Fetcher(policy, resolve=lambda _, to: [(socket.AF_INET, ("127.0.0.1", to))])
    urls = [f"http://h{number % hosts}.test:{port}/{number}" for number in range(SOURCES)]
    began = time.perf_counter()
    for _, outcome in fetch_all(fetcher, [Request(url, known=Validators(url, '"1"')) for url in urls]):
        assert isinstance(outcome, Answer) and outcome.unchanged, outcome
    return SOURCES / (time.perf_counter() - began)


def bare(port: int) -> float:
    """The same with urllib3 alone."""
    pool = urllib3.PoolManager()
    began = time.perf_counter()
    for number in range(SOURCES):
        headers = {"If-None-Match": '"1"', "Connection": "close"}
        assert pool.request("GET", f"http://127.0.0.1:{port}/{number}", headers=headers).status == 304
    return SOURCES / (time.perf_counter() - began)


def main() -> None:
    port: Any = multiprocessing.Queue()
    server = multiprocessing.Process(target=serve, args=(port,), daemon=True)
    server.start()
    number = port.get()
    print(f"{'hosts':>6}  {'robots.txt':10}  {'ours, a second':>14}  {'urllib3 alone':>13}")
    for hosts, robots in LAYOUTS.items():
        found = ours(number, hosts, robots)
        print(f"{hosts:>6}  {'yes' if robots else 'no':10}  {found:>14,.0f}  {bare(number):>13,.0f}")
        assert found > PROMISED
    server.terminate()


if __name__ == "__main__":
    main()
