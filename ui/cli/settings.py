"""`askdocket settings`."""

import click
from pydantic import SecretStr

from corpus.settings import Settings, variable_of
from ui.cli.common import echo_json, json_option, reporting_errors, settings_of


@click.command()
@json_option
@click.pass_context
@reporting_errors
def settings(context: click.Context, as_json: bool) -> None:
    """List the settings, their values and meaning.

    Secrets are masked.
    """
    values = settings_of(context)
    rows = [
        {
            "variable": variable_of(name),
            "value": _shown(getattr(values, name)),
            "default": _shown(field.default),
            "meaning": field.description,
        }
        for name, field in Settings.model_fields.items()
    ]
    if as_json:
        echo_json(rows)
        return
    for row in rows:
        changed = "" if row["value"] == row["default"] else f"  (default {row['default']})"
        click.echo(f"{row['variable']} = {row['value']}{changed}\n    {row['meaning']}")


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "********"
    return "" if value is None else str(value)
