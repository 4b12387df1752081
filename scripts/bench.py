"""How fast pages answer: a real service, a fresh home, one and then several callers.

Only this machine is asked, for a few seconds. Times are milliseconds as a caller sees them.
"""

import argparse
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PAGES = ("/", "/account/login/")
COMMAND = [sys.executable, "-m", "huiying"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, page: str, times: int) -> list[float]:
    """Ask for one page again and again over one connection; the milliseconds of each answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        connection.request("GET", page)
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{page} answered {answer.status}")
        taken.append((time.perf_counter() - start) * 1000)
    connection.close()
    return taken


def measure(port: int, page: str, callers: int, times: int) -> str:
    """One line: page, callers, answers per second, median and 95th percentile."""
    start = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        answers = [
            t for part in pool.map(lambda _: ask(port, page, times), range(callers)) for t in part
        ]
    rate = len(answers) / (time.perf_counter() - start)
    ninety_five = statistics.quantiles(answers, n=20)[-1]
    middle = statistics.median(answers)
    return f"{page:<24} {callers:>7} {rate:>10.0f} {middle:>9.1f} {ninety_five:>9.1f}"


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the service ended before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the service did not answer within 30 seconds")


def main() -> int:
    """Start a service, measure, stop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES, help="paths to ask for")
    parser.add_argument("--times", type=int, default=200, help="answers per caller")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="huiying-bench-") as folder:
        environ = dict(
            os.environ, HUIYING_HOME=str(Path(folder, "home")), HUIYING_LOG_LEVEL="ERROR"
        )
        subprocess.run([*COMMAND, "init", "--quiet"], env=environ, check=True)
        port = free_port()
        service = subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environ)
        try:
            wait_for(port, service)
            print(f"{'page':<24} {'callers':>7} {'answers/s':>10} {'median ms':>9} {'95 % ms':>9}")
            for page in options.pages:
                ask(port, page, 20)
                for callers in (1, 4):
                    print(measure(port, page, callers, options.times))
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
