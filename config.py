"""The settings of one installation, read once from the environment and loud when wrong."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from forecasts.domain.backups import BackupSettings
from forecasts.domain.deliveries import DeliverySettings
from forecasts.domain.errors import ForecastsError
from forecasts.domain.mails import Encryption, MailSettings
from forecasts.domain.opinions import OpinionSettings
from forecasts.domain.passwords import STANDARD, PasswordCost
from forecasts.domain.policies import Policy
from forecasts.domain.providers import ProviderSettings
from forecasts.domain.reminders import FLOOD
from forecasts.domain.sampling import DEFAULT_SHARE

TRUE, FALSE = "yes", "no"
SHORTEST_TOKEN = 20
"""Characters of a secret that stands for a person."""

LONGEST_MODEL = 200
"""Characters of the name of a model."""


SHORTEST_SECRET, FEWEST_CHARACTERS = 32, 10
"""Characters that a secret must have at least, and how many different ones."""


class ConfigError(ForecastsError):
    """A setting cannot be what it is; the message says what it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What an installation can choose; docs/operations.md describes each.

    Attributes:
        home: folder for what the embedded default keeps.
        database_url: where the record is.
        secret_key: signs cookies and form tokens.
        host: address the web server listens on.
        port: port it listens on.
        workers: how many web processes.
        clock: whether each web process runs the clock too.
        clock_seconds: seconds between two passes.
        flood: how many forecasts may be caught up at once before their notices wait for an admin.
        metrics_token: what a program shows that reads the figures; None: admins alone read them.
        json_logs: whether each request is logged, as a line of JSON; otherwise failures, as text.
        policy: how many people it takes to decide a forecast.
        second_looks: percent of the decisions that a second reviewer makes again, blind.
        secure_cookies: whether cookies travel over HTTPS only.
        second_opinion: whom to ask about posts beside our own rules; None: nobody.
        mail: the server that takes our mails; None: they wait in the table.
        provider: the OpenID provider that may sign people in; None: nobody.
        registration: whether anybody may open an account as a reader.
        proxy_hops: how many proxies of ours a request passes; their word on addresses is taken.
        site: what our addresses begin with in mails; None: the address we listen on.
        channels: addresses of chats and the like that are told what waits; none: nobody is.
        backups: where the clock puts backups, and how many it keeps; None: it makes none.
        password_cost: how hard passwords are to guess, and to check.
    """

    home: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    clock: bool = True
    clock_seconds: int = 1
    flood: int = FLOOD
    metrics_token: str | None = field(default=None, repr=False)
    json_logs: bool = False
    policy: Policy = Policy.SOLO
    second_looks: int = DEFAULT_SHARE
    secure_cookies: bool = False
    second_opinion: OpinionSettings | None = None
    mail: MailSettings | None = None
    provider: ProviderSettings | None = None
    registration: bool = False
    proxy_hops: int = 0
    site: str | None = None
    channels: tuple[str, ...] = field(default=(), repr=False)
    backups: BackupSettings | None = None
    password_cost: PasswordCost = STANDARD

    @property
    def site_address(self) -> str:
        """What each of our addresses begins with, such as https://forecasts.example.org."""
        return self.site or f"http://{self.host}:{self.port}"

    @property
    def deliveries(self) -> DeliverySettings:
        """What the clock must know to send anything out."""
        return DeliverySettings(
            site=self.site_address,
            secret=self.secret_key,
            policy=self.policy,
            channels=self.channels,
        )


def read_config(environment: Mapping[str, str] | None = None) -> Config:
    """The settings of this process; the folder and the secret are made when they are missing.

    Raises:
        ConfigError: a setting is malformed.
    """
    settings = os.environ if environment is None else environment
    _refuse_debugging(settings)
    home = Path(settings.get("FORECASTS_HOME", "instance")).absolute()
    _make_private(home)
    return Config(
        home=home,
        database_url=settings.get("DATABASE_URL") or f"sqlite:///{home / 'forecasts.sqlite3'}",
        secret_key=_read_secret(settings) or _kept_secret(home / "secret"),
        host=settings.get("FORECASTS_HOST", "127.0.0.1"),
        port=_read_number(settings, "FORECASTS_PORT", 8000, lowest=1, highest=65535),
        workers=_read_number(settings, "FORECASTS_WORKERS", 2, lowest=1, highest=64),
        clock=_read_switch(settings, "FORECASTS_CLOCK", default=True),
        clock_seconds=_read_number(settings, "FORECASTS_CLOCK_SECONDS", 1, lowest=1, highest=3600),
        flood=_read_number(settings, "FORECASTS_FLOOD", FLOOD, lowest=0, highest=1_000_000),
        metrics_token=_read_metrics_token(settings),
        json_logs=_read_json_logs(settings),
        policy=_read_policy(settings),
        second_looks=_read_number(
            settings, "FORECASTS_SECOND_LOOKS", DEFAULT_SHARE, lowest=0, highest=100
        ),
        secure_cookies=_read_switch(settings, "FORECASTS_SECURE_COOKIES", default=False),
        second_opinion=read_opinion_settings(settings),
        mail=_read_mail_settings(settings),
        provider=_read_provider_settings(settings),
        registration=_read_switch(settings, "FORECASTS_REGISTRATION", default=False),
        proxy_hops=_read_number(settings, "FORECASTS_PROXY_HOPS", 0, lowest=0, highest=9),
        site=_read_site(settings),
        channels=tuple((settings.get("FORECASTS_CHANNELS") or "").split()),
        backups=_read_backup_settings(settings),
    )


def read_opinion_settings(environment: Mapping[str, str] | None = None) -> OpinionSettings | None:
    """Whom this process may ask for a second opinion; None: nobody. Nothing is made.

    Raises:
        ConfigError: a setting is missing or malformed.
    """
    settings = os.environ if environment is None else environment
    name = settings.get("FORECASTS_SECOND_OPINION")
    if not name:
        return None
    model = settings.get("FORECASTS_SECOND_OPINION_MODEL", "")
    if not 0 < len(model) <= LONGEST_MODEL or not model.isprintable():
        raise ConfigError(
            "FORECASTS_SECOND_OPINION_MODEL is missing or no name; name the model to ask"
        )
    return OpinionSettings(
        name=name,
        model=model,
        endpoint=_read_address(settings, "FORECASTS_SECOND_OPINION_ENDPOINT"),
        key=settings.get("FORECASTS_SECOND_OPINION_KEY") or None,
        seconds=_read_number(
            settings, "FORECASTS_SECOND_OPINION_SECONDS", 60, lowest=1, highest=600
        ),
        with_schema=_read_switch(settings, "FORECASTS_SECOND_OPINION_SCHEMA", default=True),
    )


def _read_mail_settings(settings: Mapping[str, str]) -> MailSettings | None:
    address = settings.get("FORECASTS_SMTP_URL")
    if not address:
        return None
    parts = _split_smtp_url(address)
    sender = settings.get("FORECASTS_MAIL_FROM", "")
    if not re.fullmatch(r"[!-?A-~]{1,100}@[a-zA-Z0-9.-]{1,150}", sender):
        raise ConfigError(
            "FORECASTS_MAIL_FROM is missing or no address; use one such as forecasts@example.org"
        )
    encrypted = parts.scheme == "smtps"
    return MailSettings(
        host=parts.hostname or "",
        port=parts.port or (465 if encrypted else 587),
        sender=sender,
        encryption=Encryption.ALWAYS if encrypted else Encryption.OFFERED,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def _split_smtp_url(address: str) -> SplitResult:
    """The parts of the address; the message never repeats it, since a password stands in it."""
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigError(
            "FORECASTS_SMTP_URL is no address; use one such as smtp://user:password@host:587 or"
            " smtps://…, with %40 and the like for odd characters of the password"
        )
    return parts


def _read_provider_settings(settings: Mapping[str, str]) -> ProviderSettings | None:
    issuer = _read_address(settings, "FORECASTS_OIDC_ISSUER")
    if issuer is None:
        return None
    told = {
        name: settings.get(f"FORECASTS_OIDC_{name}", "") for name in ("CLIENT_ID", "CLIENT_SECRET")
    }
    for name, value in told.items():
        if not value or not value.isprintable():
            raise ConfigError(f"FORECASTS_OIDC_{name} is missing; the provider tells it")
    return ProviderSettings(
        issuer=issuer,
        client_id=told["CLIENT_ID"],
        client_secret=told["CLIENT_SECRET"],
        name=settings.get("FORECASTS_OIDC_NAME") or urlsplit(issuer).hostname or issuer,
        trusts_factor=_read_switch(settings, "FORECASTS_OIDC_TRUST_FACTOR", default=False),
    )


def _read_number(
    settings: Mapping[str, str], name: str, default: int, *, lowest: int, highest: int
) -> int:
    text = settings.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise ConfigError(f"{name} is {text!r}; use a whole number from {lowest} to {highest}")
    return int(text)


def _read_switch(settings: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = settings.get(name) or (TRUE if default else FALSE)
    if text not in {TRUE, FALSE}:
        raise ConfigError(f"{name} is {text!r}; use {TRUE} or {FALSE}")
    return text == TRUE


def _read_metrics_token(settings: Mapping[str, str]) -> str | None:
    token = settings.get("FORECASTS_METRICS_TOKEN") or None
    if token is not None and not (len(token) >= SHORTEST_TOKEN and token.isascii()):
        raise ConfigError(
            f"FORECASTS_METRICS_TOKEN is too short; use {SHORTEST_TOKEN} random characters or more"
        )
    return token


def _read_json_logs(settings: Mapping[str, str]) -> bool:
    text = settings.get("FORECASTS_LOGS") or "text"
    if text not in {"text", "json"}:
        raise ConfigError(f"FORECASTS_LOGS is {text!r}; use text or json")
    return text == "json"


def _read_policy(settings: Mapping[str, str]) -> Policy:
    text = settings.get("FORECASTS_POLICY") or Policy.SOLO.value
    if text not in set(Policy):
        raise ConfigError(f"FORECASTS_POLICY is {text!r}; use {', '.join(Policy)}")
    return Policy(text)


def _read_address(settings: Mapping[str, str], name: str) -> str | None:
    """The address of a server; the message never repeats it, since a password may stand in it."""
    address = settings.get(name) or None
    if address is None:
        return None
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or "@" in address:
        raise ConfigError(
            f"{name} is no address; use one such as http://127.0.0.1:11434/v1, without a password"
        )
    return address


def _read_site(settings: Mapping[str, str]) -> str | None:
    address = (settings.get("FORECASTS_SITE") or "").rstrip("/")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or parts.netloc != address.partition("://")[2] or "@" in address:
        raise ConfigError(
            "FORECASTS_SITE is no address of a site; use one such as https://forecasts.example.org"
        )
    return address


def _read_backup_settings(settings: Mapping[str, str]) -> BackupSettings | None:
    named = settings.get("FORECASTS_BACKUPS")
    if not named:
        return None
    folder = Path(named).absolute()
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ConfigError("FORECASTS_BACKUPS is no folder that we may write to; make it first")
    hours = _read_number(settings, "FORECASTS_BACKUP_HOURS", 24, lowest=1, highest=720)
    return BackupSettings(
        folder=folder,
        kept=_read_number(settings, "FORECASTS_BACKUPS_KEPT", 14, lowest=1, highest=10_000),
        every=timedelta(hours=hours),
    )


def _refuse_debugging(settings: Mapping[str, str]) -> None:
    """Refuse what makes Flask show its insides to whoever meets an error."""
    if settings.get("FLASK_DEBUG", "").lower() not in {"", "0", "no", "false"}:
        raise ConfigError(
            "FLASK_DEBUG is set, and would show our code and its values to anybody; unset it"
        )


def _read_secret(settings: Mapping[str, str]) -> str | None:
    """The secret that was set; one that everybody could guess is refused."""
    secret = settings.get("FORECASTS_SECRET_KEY") or None
    if secret is not None and (
        len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS
    ):
        raise ConfigError(
            f"FORECASTS_SECRET_KEY is too easy to guess; use {SHORTEST_SECRET} or more random"
            " characters, or leave it out and one is made"
        )
    return secret


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"FORECASTS_HOME cannot be made: {error}") from None


def _kept_secret(file: Path) -> str:
    """The secret of this installation, made on the first start and readable by its owner only."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(48))
    return file.read_text().strip()
