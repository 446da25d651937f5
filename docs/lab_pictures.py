"""Take the pictures of the lab: the README's, and those to look at before a release.

make test    # once: it installs the browser's driver
.venv/bin/python docs/lab_pictures.py [FOLDER]
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HERE = Path(__file__).parent
COMMAND = [sys.executable, "-c", "from neurotag.cli.main import main; main()", "lab", "--no-browser"]
SCREENS = {
    "desktop": ("", {"viewport": {"width": 1280, "height": 1000}}),
    "phone": ("", {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}),
    "gentle": ("&gentle=1", {"viewport": {"width": 1280, "height": 1000}}),
    "presenter": ("&presenter=1", {"viewport": {"width": 1280, "height": 800}}),
    "two": ("&beside=everyday", {"viewport": {"width": 1280, "height": 1000}}),
}


def press(page: Page, cue: str) -> None:
    """Press a button and wait for its answer."""
    page.locator(f"[data-cue={cue}]").click()
    expect(page.locator(".heard").first).to_have_attribute("data-heard", cue, timeout=30_000)


def take(page: Page, address: str, path: Path) -> None:
    """Let the stove and a night pass, touch, and take the picture while it rings."""
    page.goto(address)
    for cue in ("touch", "stove"):
        press(page, cue)
    page.locator("[data-cue=night]").click()
    expect(page.locator(".clock")).to_contain_text("8 h", timeout=60_000)
    press(page, "touch")
    page.locator("[data-cue=touch]").click()
    page.wait_for_timeout(900)
    page.screenshot(path=path)


def main(folder: Path) -> None:
    """Take a picture of each main screen into a folder, and the desktop's for the README."""
    folder.mkdir(parents=True, exist_ok=True)
    browser_path = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (wishes, options) in SCREENS.items():
            with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as lab:
                assert lab.stdout is not None
                address = next(found[0] for line in lab.stdout if (found := re.search(r"http://\S+", line)))
                context = browser.new_context(**options)  # type: ignore[arg-type]
                try:
                    take(context.new_page(), f"{address}#explore=1{wishes}", folder / f"{name}.png")
                finally:
                    context.close()
                    lab.terminate()
        browser.close()
    shutil.copy(folder / "desktop.png", HERE / "lab.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "runs" / "lab")
