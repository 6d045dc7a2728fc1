"""Find a Chromium for the browser tests, and with --install get one where that is possible.

Looked for in this order: the CHROMIUM environment variable, a chromium or chrome on the PATH, one without windows
first, Playwright's own.
Prints its path. Exits with 1 where there is none, unless SHAPVIZ_NO_BROWSER=1 says that this is known.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

# the first has no window around its pages, which takes a quarter off what a page costs the processor
COMMANDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium-headless-shell", "chromium")  # older Debians have the second alone
APT = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")


def find() -> Path | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    on_path = next(filter(None, map(shutil.which, COMMANDS)), None)
    return Path(on_path) if on_path else _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def install() -> None:
    """Install Debian's chromium where we may: on a Debian-like system, as root."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in PACKAGES:
            done = subprocess.run([*APT, package], check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
            if done.returncode == 0:
                return


def main() -> int:
    """Run as a command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="install one by apt if there is none")
    arguments = parser.parse_args()
    browser = find()
    if browser is None and arguments.install and "CHROMIUM" not in os.environ:
        install()
        browser = find()
    if browser:
        print(browser)
        return 0
    if os.environ.get("SHAPVIZ_NO_BROWSER") == "1":
        print("NO BROWSER: the browser tests will be skipped, as SHAPVIZ_NO_BROWSER=1 asks.", file=sys.stderr)
        return 0
    print(
        "NO BROWSER FOUND, so the browser tests cannot run. Install Chromium (Debian: apt install chromium; "
        "elsewhere: .venv/bin/playwright install chromium), or set CHROMIUM to one, "
        "or set SHAPVIZ_NO_BROWSER=1 to go without those tests.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
