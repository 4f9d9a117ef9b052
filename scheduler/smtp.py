"""Hands mails to a server by SMTP: plain text, one connection a mail, nothing secret in a log."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from ipaddress import ip_address

from forecasts.domain.errors import MailFailedError
from forecasts.domain.mails import Encryption, Letter, MailSettings

_FIRST_LASTING = 500
"""From this code on a server says that it will never take this."""


class _Policy(EmailPolicy):
    """Leaves an address in a header whole: folded, it would be encoded, and few undo that."""

    def fold(self, name: str, value: str) -> str:
        """The lines of a header as text."""
        return f"{name}: {value}{self.linesep}" if name in _WHOLE else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The lines of a header as they are sent."""
        return (
            self.fold(name, value).encode() if name in _WHOLE else super().fold_binary(name, value)
        )


_WHOLE = frozenset({"List-Unsubscribe"})
_POLICY = _Policy(linesep="\r\n")


class SmtpSender:
    """Sends letters through one server.

    Attributes:
        seconds: how long the server may be silent.
    """

    def __init__(self, settings: MailSettings) -> None:
        """Keep the settings; nothing is connected yet."""
        self._settings = settings
        self.seconds = settings.seconds

    def __call__(self, letter: Letter) -> None:
        """Return when the server has taken the letter.

        Raises:
            MailFailedError: it has not; the message names neither password nor text.
        """
        message = _compose(letter, self._settings.sender)
        with _told(unsure=False):
            server = self._connect()
        try:
            with _told(unsure=False):
                self._prove_who_we_are(server)
            with _told(unsure=True):
                server.send_message(message)
        finally:
            _leave(server)

    def _connect(self) -> smtplib.SMTP:
        where, trust = self._settings, ssl.create_default_context()
        if where.encryption is Encryption.ALWAYS:
            return smtplib.SMTP_SSL(where.host, where.port, timeout=where.seconds, context=trust)
        server = smtplib.SMTP(where.host, where.port, timeout=where.seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if server.has_extn("starttls"):
                server.starttls(context=trust)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server

    def _prove_who_we_are(self, server: smtplib.SMTP) -> None:
        where = self._settings
        if where.user is None or where.password is None:
            return
        if not isinstance(server.sock, ssl.SSLSocket) and not _is_this_machine(where.host):
            raise MailFailedError("the server offers no encryption, so it gets no password")
        server.login(where.user, where.password)


@contextmanager
def _told(*, unsure: bool) -> Iterator[None]:
    """Tell of a failure in our words.

    Args:
        unsure: whether the server may have the mail although it did not say so.

    Raises:
        MailFailedError: something failed meanwhile.
    """
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailedError(f"the server refused our password ({error.smtp_code})") from None
    except smtplib.SMTPException as error:
        raise _explain(error, unsure=unsure) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        told = f"the mail server does not answer: {reason}"
        raise MailFailedError(told, unsure=unsure) from None


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; what the server says to that changes nothing."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _compose(letter: Letter, sender: str) -> EmailMessage:
    """The letter with its headers.

    Raises:
        MailFailedError: no mail can be made of it.
    """
    message = EmailMessage(policy=_POLICY)
    try:
        message["From"] = sender
        message["To"] = letter.address
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.written_at)
        message["Message-ID"] = f"<{letter.name}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop_address:
            message["List-Unsubscribe"] = f"<{letter.stop_address}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.body)
        message.as_bytes()
    except (ValueError, MessageError, LookupError) as error:
        raise MailFailedError(
            f"no mail can be made of it: {type(error).__name__}", lasting=True
        ) from None
    return message


def _explain(error: smtplib.SMTPException, *, unsure: bool) -> MailFailedError:
    """What the server said, without our words in it: a server may repeat what it was told.

    It lasts only where the address is at fault; what a server refuses for other reasons it may
    take once it is set up right, and so is every mail behind this one.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
        told = f"the server refused the address ({code})"
        return MailFailedError(told, lasting=code >= _FIRST_LASTING)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return MailFailedError("the server cannot take such an address", lasting=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return MailFailedError(f"the server refused the mail ({error.smtp_code})")
    return MailFailedError("the server was silent, or broke off", unsure=unsure)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
