"""Take the pictures of the documentation anew: a demonstration, a real browser, every desk.

Run `make screenshots`. A demonstration is built in a temporary home (about a minute), or
`--home FOLDER` uses one that exists. Needs Playwright and a Chromium (`--chromium PATH`).
"""

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from scripts.story import STORY, Told

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PASSWORD = "huiying-demo-2026"  # noqa: S105 (printed at every start of the demonstration)
DESK, PHONE = (1440, 900), (390, 844)
MOST = 150 * 1024  # bytes of a picture
NOBODY = ""


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where, at which size, in which language."""

    name: str
    who: str
    path: str
    size: tuple[int, int] = DESK
    language: str = "zh-CN"


SHOTS = (
    Shot("portal-phone", NOBODY, "/", size=PHONE),
    Shot("map", NOBODY, "/map/"),
    Shot("operator", "operator1", "/desk/operator/"),
    Shot("hotline-recalls", "operator1", "/desk/recalls/"),
    Shot("hotline-log", "operator1", "/desk/calls/?since=2026-01-01"),
    Shot("call-back", "operator1", "/desk/callback/"),
    Shot("unit-phone", "handler1", "/desk/unit/?tab=all", size=PHONE),
    Shot("street", "street1", "/desk/unit/?tab=reported"),
    Shot("overview", "supervisor1", "/desk/supervise/"),
    Shot("rates", "leader1", "/desk/rates/"),
    Shot("rates-phone", "leader1", "/desk/rates/", size=PHONE),
    Shot("problem-types", "leader1", "/desk/problems/types/"),
    Shot("brief", "leader1", "/desk/brief/"),
    Shot("search", "supervisor1", "/desk/cases/"),
    Shot("evidence", "supervisor1", "/desk/evidence/?sign=reused"),
    Shot("inbox", "supervisor1", "/desk/inbox/"),
    Shot("order", "supervisor1", "/desk/orders/1/"),
    Shot("consultation", "supervisor1", "/desk/consult/meetings/1/"),
    Shot("rules", "supervisor1", "/desk/rules/1/"),
    Shot("administration", "administrator1", "/admin/"),
    Shot("column-issue", "editor1", "/desk/column/2/"),
    Shot("column-boxes", "editor1", "/desk/column/4/photos/7/"),
    Shot("column-phone", NOBODY, "/column/1/", size=PHONE),
    Shot("whistle", "street1", "/desk/whistles/5/"),
    Shot("whistle-phone", "supervisor1", "/desk/whistles/5/", size=PHONE),
    Shot("whistle-rates", "supervisor1", "/desk/whistles/rates/"),
    Shot("results", NOBODY, "/results/"),
    Shot("relay", "supervisor1", "/desk/relay/"),
    Shot("relay-server", "administrator1", "/desk/relay/servers/1/"),
)


@contextmanager
def service(home: Path) -> Iterator[str]:
    """The whole service on a free port, stopped at the end; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "huiying", "serve", "--port", str(port)]
    environment = _environment(home) | {"HUIYING_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(command, env=environment)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _environment(home: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HUIYING_")}
    return {**clean, "HUIYING_HOME": str(home)}


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the service did not start")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the service did not start within a minute")


def people(browser: Browser, address: str) -> Callable[[Shot], BrowserContext]:
    """Browser contexts by person and size; everybody signs in once, as a person does."""
    states: dict[tuple[str, str], Path] = {}
    folder = Path(tempfile.mkdtemp(prefix="huiying-pictures-"))

    def context(shot: Shot) -> BrowserContext:
        key = (shot.who, shot.language)
        size = {"width": shot.size[0], "height": shot.size[1]}
        if shot.who and key not in states:
            states[key] = folder / f"{shot.who}-{shot.language}.json"
            with browser.new_context(locale=shot.language) as fresh:
                page = fresh.new_page()
                page.goto(f"{address}/account/login/")
                page.locator("[name=login]").fill(shot.who)
                page.locator("[name=password]").fill(PASSWORD)
                page.locator("button[type=submit].primary").click()
                page.wait_for_url("**/desk/**")
                fresh.storage_state(path=states[key])
        return browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale=shot.language,
            timezone_id="Asia/Shanghai",
            storage_state=states.get(key),
        )

    return context


def take(page: Page, shot: Shot, address: str) -> bool:
    """Take one picture; False when the page is not there."""
    answer = page.goto(address + shot.path)
    if answer is None or not answer.ok:
        print(f"{shot.name}: {shot.path} answered {answer and answer.status}", flush=True)
        return False
    photograph(page, shot.name)
    return True


def play(context_for: Callable[[Shot], BrowserContext], address: str) -> None:
    """The tutorial, played once; every step leaves its picture."""
    told = Told()
    for step in STORY:
        with context_for(Shot(step.shot, step.who, step.path)) as context:
            page = context.new_page()
            page.on("response", refuse_errors)
            page.goto(address + step.path)
            if step.before:
                step.before(page, told)
            photograph(page, step.shot)
            if step.after:
                step.after(page, told)


def refuse_errors(answer: Response) -> None:
    """A picture of a page that broke is no picture."""
    if answer.status >= 500:
        raise SystemExit(f"{answer.url} answered {answer.status}")


def photograph(page: Page, name: str) -> None:
    """Save what the browser shows, a map when it is drawn."""
    if page.locator("hy-map:visible").count():
        page.wait_for_selector("hy-map[data-ready]")
    page.wait_for_load_state("networkidle")
    size = save(page.screenshot(), IMAGES / f"{name}.png")
    print(f"{name}.png  {size // 1024} KiB", flush=True)


def save(raw: bytes, file: Path) -> int:
    """Keep the picture with as many colours as fit into the limit; returns bytes."""
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    kept = b""
    for colours in (256, 128, 64, 32):
        small = picture.quantize(colours, dither=Image.Dither.NONE)
        out = io.BytesIO()
        small.save(out, "PNG", optimize=True)
        kept = out.getvalue()
        if len(kept) <= MOST:
            break
    file.write_bytes(kept)
    return len(kept)


def build(home: Path) -> None:
    """A demonstration in an empty home."""
    for command in ("init", "demo"):
        subprocess.run(
            [sys.executable, "-m", "huiying", command], env=_environment(home), check=True
        )


def main() -> int:
    """Take all pictures, or those whose names are given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--home", type=Path, help="a home with a demonstration in it")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser")
    options = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="huiying-pictures-") as scratch:
        home = options.home or Path(scratch)
        if not options.home:
            build(home)
        with service(home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options.chromium, env={**os.environ, "LANGUAGE": "zh_CN"}
            )
            context_for = people(browser, address)
            good = True
            if not options.names:
                play(context_for, address)
            for shot in SHOTS:
                if options.names and shot.name not in options.names:
                    continue
                with context_for(shot) as context:
                    good &= take(context.new_page(), shot, address)
            browser.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
