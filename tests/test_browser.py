"""The page of a comparison in a real browser: quiet, filtered, read by keyboard, narrow; chromium, driven by selenium.

In: toy articles, one of which carries markup. Skipped, with the reason, where there is no browser.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import framing

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
if not (shutil.which("chromium") and shutil.which("chromedriver")):
    pytest.skip("chromium and chromedriver are not installed", allow_module_level=True)

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

ACTORS = [framing.Actor("Ana Torres", ["Torres"]), framing.Actor("Luis Vega", ["Vega"])]
HOSTILE = (
    '<script>document.title = "taken"</script> " onmouseover="document.title=1" <img src=x onerror=alert(1)>'
)
FLAGS = (
    *(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-sync",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


@pytest.fixture(scope="module")
def compared(toy_model: framing.Model) -> framing.Comparison:
    articles = []
    for i in range(16):
        text = (
            f"Gangs threaten street {i} with violence and murders, Ana Torres said. "
            f"The session ended at noon on day {i}. "
            f"Luis Vega signed agreement {i} to work together with both countries."
        )
        meta = {
            "title": f"Day {i}",
            "date": f"2025-02-{i + 1:02}",
            "outlet": ("The Quay", "El Muelle")[i % 2],
        }
        articles.append(framing.Article(f"n{i}", text, meta))
    hostile = f"Ana Torres said that the gangs threaten {HOSTILE} with violence and murders."
    articles.append(framing.Article(HOSTILE, hostile, {"title": HOSTILE, "outlet": HOSTILE, "date": HOSTILE}))
    return framing.compare(articles, ACTORS, model=toy_model)


@pytest.fixture(scope="module")
def pages(compared: framing.Comparison, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for language in ("en", "es"):
        (folder / f"{language}.html").write_text(compared.to_html(language), encoding="utf-8")
    return {language: (folder / f"{language}.html").as_uri() for language in ("en", "es")}


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}", "--window-size=1200,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


def width(browser: Any, pixels: int) -> None:
    size = {"width": pixels, "height": 844, "deviceScaleFactor": 1, "mobile": pixels < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def seen(browser: Any) -> list[str]:
    """The texts of the sentences that are not filtered out."""
    rows = "[...document.querySelectorAll('.article:not([hidden]) li:not([hidden]) > p')]"
    found: list[str] = browser.execute_script(f"return {rows}.map((row) => row.textContent)")
    return found


def choose(browser: Any, name: str, value: str) -> None:
    browser.execute_script(
        "const s = document.querySelector('.filters').elements[arguments[0]]; s.value = arguments[1];"
        "s.dispatchEvent(new Event('change', {bubbles: true}))", name, value,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_opens_without_an_error_and_without_a_request(
    browser: Any, pages: dict[str, str], language: str
) -> None:
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(pages[language])
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    # The browser's start page may still be asking for its own parts: what counts is asked by this document.
    asked = [s["request"]["url"] for s in sent if s["documentURL"] == pages[language]]
    assert [url for url in asked if not url.startswith("data:")] == [pages[language]]
    assert browser.get_log("browser") == []
    said = browser.find_element("tag name", "main").text
    assert browser.execute_script("return document.documentElement.lang") == language
    assert ("sin corregir" in said, "uncorrected" in said) == (language == "es", language == "en")


def test_what_an_article_carries_stays_text(browser: Any, pages: dict[str, str]) -> None:
    browser.get(pages["en"])
    assert HOSTILE in " ".join(seen(browser))
    assert "Ana Torres" in browser.title
    for brought in ("img", "[onmouseover]", "[onerror]", ".article script"):
        assert browser.find_elements("css selector", brought) == []


def test_filters_leave_what_they_say(browser: Any, pages: dict[str, str]) -> None:
    browser.get(pages["en"])
    every = seen(browser)
    choose(browser, "actor", "1")
    of_luis = seen(browser)
    assert of_luis
    assert all("Luis Vega" in text for text in of_luis)
    assert browser.find_element("css selector", "output b").text == str(len(of_luis))
    choose(browser, "frame", "0")
    assert set(seen(browser)) < set(of_luis)
    choose(browser, "actor", "")
    choose(browser, "frame", "none")
    assert seen(browser)
    assert not any("violence" in text for text in seen(browser))
    browser.find_element("css selector", "button[type=reset]").click()
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    assert seen(browser) == every


def test_the_words_of_a_frame_show_on_focus_alone(browser: Any, pages: dict[str, str]) -> None:
    browser.get(pages["en"])
    why = browser.find_element("css selector", ".article[open] .why")
    assert not why.is_displayed()
    browser.execute_script("document.querySelector('.article[open] .chip').focus()")
    assert why.is_displayed()
    words = [q.text for q in why.find_elements("tag name", "q")]
    assert words
    sentence = why.find_element("xpath", "./ancestor::li/p")
    assert all(word.strip('“”"') in sentence.text for word in words)
    browser.switch_to.active_element.send_keys(webdriver.Keys.ESCAPE)
    assert not why.is_displayed()


@pytest.mark.parametrize("pixels", [1200, 390])
def test_nothing_is_wider_than_the_screen(
    browser: Any, pages: dict[str, str], pixels: int, tmp_path: Path
) -> None:
    width(browser, pixels)
    for language in pages:
        browser.get(pages[language])
        assert browser.execute_script("return document.documentElement.scrollWidth") <= pixels
    assert browser.save_screenshot(str(tmp_path / "page.png"))
    assert (tmp_path / "page.png").stat().st_size > 10_000
