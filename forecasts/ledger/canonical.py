"""Canonical bytes; they are made in the stand-alone verifier, so that it stays one file."""

from forecasts.ledger.standalone import canonical_bytes as canonical_bytes
