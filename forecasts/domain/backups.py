"""How often the clock makes a backup, where, and how many it keeps."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSettings:
    """What an operator chose.

    Attributes:
        folder: where backups are put; it is there already.
        kept: how many of them stay.
        every: how long after one the next is made, and how often one is restored as a drill.
    """

    folder: Path
    kept: int = 14
    every: timedelta = timedelta(days=1)
