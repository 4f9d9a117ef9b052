"""The `forecasts` command: the one place that knows every part."""

import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from forecasts.domain.errors import ForecastsError

BAD_INPUT = 2
"""Exit code when what was handed in cannot be taken."""

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "backup": "forecasts.cli.backing_up:backup_command",
        "deadline": "forecasts.cli.reading:deadline",
        "demo": "forecasts.cli.demonstrating:demo",
        "evaluate": "forecasts.cli.evaluating:evaluate_command",
        "extract": "forecasts.cli.reading:extract_command",
        "mails": "forecasts.cli.keeping:mails_command",
        "invite": "forecasts.cli.inviting:invite_command",
        "export-person": "forecasts.cli.taking:export_person",
        "migrate": "forecasts.cli.keeping:migrate_command",
        "pass": "forecasts.cli.keeping:pass_command",
        "reextract": "forecasts.cli.reextracting:reextract_command",
        "restore": "forecasts.cli.backing_up:restore_command",
        "score": "forecasts.cli.scoring:score",
        "serve": "forecasts.cli.serving:serve",
        "sign-in": "forecasts.cli.serving:sign_in_command",
        "verify": "forecasts.cli.keeping:verify",
    }
)
"""Where each command is. It is imported when it is called: reading a phrase needs no web server."""


class LateGroup(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LateGroup)
@click.version_option(package_name="forecasts")
def forecasts() -> None:
    """Keep forecasts honest: extract them, log them, resolve them, score them."""


def main() -> None:
    """Run the command; on bad input say in one line what to do, and exit with 2."""
    try:
        code = forecasts.main(standalone_mode=False)
    except click.ClickException as error:
        code = _complain(error.format_message(), error.exit_code)
    except ForecastsError as error:
        code = _complain(str(error), BAD_INPUT)
    except (click.Abort, KeyboardInterrupt):
        code = _complain("stopped", 130)
    sys.exit(code if isinstance(code, int) else 0)


def _complain(message: str, code: int) -> int:
    click.echo(f"forecasts: {' '.join(message.split())}", err=True)
    return code
