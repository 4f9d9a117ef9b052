"""The tables, one class each."""

from forecasts.store.models.accounts import (
    Account,
    AccountLink,
    Attempts,
    AuthorClaim,
    ClaimStatus,
    Conflict,
    LinkPurpose,
    MailedLink,
    OutsideIdentity,
    RecoveryCode,
    SignInLink,
    WebSession,
)
from forecasts.store.models.clock import (
    Brake,
    ClockLoop,
    Notice,
    NoticeKind,
    PoisonRow,
    SeenNotice,
)
from forecasts.store.models.deliveries import Digest, DigestChoice, Hook, HookDelivery
from forecasts.store.models.forecasts import (
    Estimate,
    Forecast,
    Origin,
    Resolution,
    Succession,
)
from forecasts.store.models.keeping import Backup, CalendarAddress, CalendarScope
from forecasts.store.models.ledger import LedgerEntry, LedgerHead, SealedText
from forecasts.store.models.operation import Erasure, Heartbeat, Mail, PublishedHead, RequestKey
from forecasts.store.models.opinions import Opinion, OpinionStatus
from forecasts.store.models.posts import Author, Candidate, CandidateStatus, Post
from forecasts.store.models.reviewing import (
    Dispute,
    DisputeStatus,
    Hint,
    ItemClaim,
    Proposal,
    ProposalStatus,
    SecondLook,
    Snooze,
)
from forecasts.store.models.tags import Tag

__all__ = [
    "Account",
    "AccountLink",
    "Attempts",
    "Author",
    "AuthorClaim",
    "Backup",
    "Brake",
    "CalendarAddress",
    "CalendarScope",
    "Candidate",
    "CandidateStatus",
    "ClaimStatus",
    "ClockLoop",
    "Conflict",
    "Digest",
    "DigestChoice",
    "Dispute",
    "DisputeStatus",
    "Erasure",
    "Estimate",
    "Forecast",
    "Heartbeat",
    "Hint",
    "Hook",
    "HookDelivery",
    "ItemClaim",
    "LedgerEntry",
    "LedgerHead",
    "LinkPurpose",
    "Mail",
    "MailedLink",
    "Notice",
    "NoticeKind",
    "Opinion",
    "OpinionStatus",
    "Origin",
    "OutsideIdentity",
    "PoisonRow",
    "Post",
    "Proposal",
    "ProposalStatus",
    "PublishedHead",
    "RecoveryCode",
    "RequestKey",
    "Resolution",
    "SealedText",
    "SecondLook",
    "SeenNotice",
    "SignInLink",
    "Snooze",
    "Succession",
    "Tag",
    "WebSession",
]
