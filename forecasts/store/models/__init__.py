"""The tables, one class each."""

from forecasts.store.models.forecasts import (
    Estimate,
    Forecast,
    Notice,
    NoticeKind,
    Origin,
    Resolution,
)
from forecasts.store.models.ledger import LedgerEntry, LedgerHead, SealedText
from forecasts.store.models.operation import Account, Heartbeat, SignInLink, WebSession
from forecasts.store.models.opinions import Opinion, OpinionStatus
from forecasts.store.models.posts import Author, Candidate, CandidateStatus, Post

__all__ = [
    "Account",
    "Author",
    "Candidate",
    "CandidateStatus",
    "Estimate",
    "Forecast",
    "Heartbeat",
    "LedgerEntry",
    "LedgerHead",
    "Notice",
    "NoticeKind",
    "Opinion",
    "OpinionStatus",
    "Origin",
    "Post",
    "Resolution",
    "SealedText",
    "SignInLink",
    "WebSession",
]
