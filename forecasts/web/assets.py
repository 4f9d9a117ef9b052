"""Static files under addresses that name their version."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, url_for

_DIGITS = 12


def versioned_addresses(app: Flask) -> Callable[[str], str]:
    """A function from the name of a static file to its address with the hash of its content."""
    folder = Path(app.static_folder or "")
    versions = {
        file.relative_to(folder).as_posix(): _hash(file)
        for file in folder.rglob("*")
        if file.is_file()
    }
    return lambda name: url_for("static", filename=name, v=versions[name])


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:_DIGITS]
