"""Tries the front page of the running sample in Chromium: front_page.py URL [SCREENSHOT]."""

import re
import shutil
import sys

from playwright.sync_api import expect, sync_playwright

EXPECTED = re.compile(r"/spring/stock/\d+$|/oops$")


def push(page, name, outcome):
    """Push a button, and wait until the page tells what came of it."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("#outcomes li", has_text=outcome).first).to_be_visible()


def sees_itself_wait(page, live):
    """Tell whether the page shows a slow request while it is in progress, which it asks for once a second."""
    slow = page.get_by_role("button", name="A slow one")
    slow.click()
    seen = False
    while not slow.is_enabled():
        seen = seen or live.locator("[data-show=active]").inner_text().startswith("1,")
        page.wait_for_timeout(50)
    return seen


def main(url, screenshot=None):
    """Do what a visitor does, and end with an error if something is not as it should be."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.set_default_timeout(120_000)
        expect.set_options(timeout=120_000)
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        # A book that Spring does not stock and the failing route are errors that a visitor expects
        page.on("console", lambda message: faults.append(f"{message.text} {message.location['url']}")
                if message.type == "error" and not EXPECTED.search(message.location["url"]) else None)
        page.goto(url)

        live = page.locator("[data-live]")
        expect(live).to_be_visible()
        expect(live.locator("[data-show=python]")).to_have_text(re.compile(r"Python 3\.\d+\.\d+ on \w+"))
        expect(live.locator("[data-show=workers]")).to_have_text("1")
        expect(page.get_by_text("wsgi-spring-boot", exact=True)).to_be_visible()
        expect(page.locator("[data-stock]").first).to_have_text("4 in stock")

        push(page, "200 fast requests", re.compile(r"^/hello: 200 × 200, after [\d.]+ s$"))
        push(page, "A failing one", re.compile("^/oops: 1 × 500,"))
        # On a busy machine it may take several
        assert any(sees_itself_wait(page, live) for _ in range(5)), "no slow request was seen"
        expect(page.locator("#outcomes li").first).to_have_text(re.compile(r"seconds=3: 1 × 200, after ([3-9]|\d\d+)\."))
        expect(live.locator("[data-show=rate]")).to_have_text(re.compile(r"^\d+$"))
        assert not faults, faults
        if screenshot:
            page.screenshot(path=screenshot)
        print("the front page shows what the server does, and its buttons work")
        browser.close()


main(*sys.argv[1:])
