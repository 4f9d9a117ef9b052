"""One file that holds a copy of a database and says what must be in it.

It is an ordinary zip file with two members, ``manifest.json`` and the copy. Its comment, the very
last bytes, holds the SHA-256 of everything before, so that no changed or missing byte goes unseen.
"""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from forecasts.domain.errors import BackupRefusedError
from forecasts.store.counting import Contents

FORMAT, VERSION = "forecasts backup", 1

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 100_000
_SEAL = b"sha256:"
_SEAL_BYTES = len(_SEAL) + 64
_PIECE = 1024 * 1024

_NO_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What reading something else, or what somebody made up, as a zip file with a manifest raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        made_at: when the copy was taken.
        database: what it is a copy of: sqlite or postgresql.
        contents: what must be in it.
        file: what the copy is called.
        size: its bytes.
        sha256: their hash.
    """

    made_at: datetime
    database: str
    contents: Contents
    file: str
    size: int
    sha256: str


def write_archive(target: Path, copy: Path, manifest: Manifest) -> None:
    """Write the copy and its manifest into one sealed file, which is on the disk afterwards."""
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            with _member(archive, _MANIFEST) as member:
                member.write(_as_json(manifest).encode())
            with copy.open("rb") as source, _member(archive, manifest.file) as member:
                for piece in _pieces(source):
                    member.write(piece)
            archive.comment = _SEAL + b"0" * 64
        _seal(file)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(path: Path) -> Manifest:
    """What the backup says of itself, once every byte of it was found to be as it was written.

    Raises:
        BackupRefusedError: there is no such file, it is no backup, or a byte of it has changed.
    """
    try:
        with path.open("rb") as file:
            _check_seal(file)
            with zipfile.ZipFile(file) as archive, archive.open(_MANIFEST) as member:
                return _from_json(member.read(_LONGEST_MANIFEST))
    except OSError as error:
        raise BackupRefusedError(f"{path} cannot be read: {error.strerror}") from None
    except _NO_ARCHIVE:
        raise BackupRefusedError(f"{path} is no backup of this program") from None


def unpack(path: Path, manifest: Manifest, target: Path) -> None:
    """Write the copy in the backup to a file of its own.

    Raises:
        BackupRefusedError: it is not the copy that the manifest tells of, or there is no room.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(manifest.file) as member,
            target.open("xb") as file,
        ):
            for piece in _pieces(member):
                digest.update(piece)
                size += len(piece)
                file.write(piece)
    except OSError as error:
        raise BackupRefusedError(f"{path} cannot be unpacked: {error.strerror}") from None
    except _NO_ARCHIVE:
        raise BackupRefusedError(f"{path} does not hold what its manifest says") from None
    if (size, digest.hexdigest()) != (manifest.size, manifest.sha256):
        raise BackupRefusedError(f"the copy in {path} is not the one that was written there")


def hash_of(file: Path) -> tuple[int, str]:
    """How many bytes a file has, and their SHA-256."""
    with file.open("rb") as stream:
        return file.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest()


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name)  # without a time; the manifest tells it
    entry.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(entry, "w", force_zip64=True)


def _seal(file: IO[bytes]) -> None:
    """Write the hash of all bytes before the seal into it."""
    end = file.seek(0, os.SEEK_END) - 64
    digest = _digest_up_to(file, end - len(_SEAL))
    file.seek(end)
    file.write(digest.encode())


def _check_seal(file: IO[bytes]) -> None:
    end = file.seek(0, os.SEEK_END) - _SEAL_BYTES
    if end <= 0:
        raise BackupRefusedError("the backup is damaged: it is too short")
    file.seek(end)
    seal = file.read()
    if seal != _SEAL + _digest_up_to(file, end).encode():
        raise BackupRefusedError(
            "this is no backup of this program, or it is damaged: it does not have the hash that"
            " its end tells; take another one"
        )


def _digest_up_to(file: IO[bytes], end: int) -> str:
    digest, left = hashlib.sha256(), end
    file.seek(0)
    while left and (piece := file.read(min(_PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _as_json(manifest: Manifest) -> str:
    told = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
    return json.dumps({**told, "made_at": manifest.made_at.isoformat()}, indent=2)


def _from_json(text: bytes) -> Manifest:
    told: Mapping[str, Any] = json.loads(text)
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    if told["version"] != VERSION:
        raise BackupRefusedError(
            f"the backup has format {told['version']}, this program knows {VERSION};"
            " use a newer one"
        )
    return Manifest(
        made_at=datetime.fromisoformat(told["made_at"]),
        database=told["database"],
        contents=Contents(**told["contents"]),
        file=told["file"],
        size=told["size"],
        sha256=told["sha256"],
    )
