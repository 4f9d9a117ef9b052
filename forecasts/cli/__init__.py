"""The `forecasts` command: the one place that knows every part."""

import sys

import click

from forecasts.cli.demonstrating import demo
from forecasts.cli.keeping import migrate_command, pass_command, verify
from forecasts.cli.reading import deadline, extract_command
from forecasts.cli.scoring import score
from forecasts.cli.serving import serve, sign_in_command
from forecasts.domain.errors import ForecastsError

BAD_INPUT = 2
"""Exit code when what was handed in cannot be taken."""


@click.group()
@click.version_option(package_name="forecasts")
def forecasts() -> None:
    """Keep forecasts honest: extract them, log them, resolve them, score them."""


for command in (
    serve,
    sign_in_command,
    migrate_command,
    extract_command,
    deadline,
    score,
    pass_command,
    verify,
    demo,
):
    forecasts.add_command(command)


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
