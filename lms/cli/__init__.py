"""The command line: ``lms NOUN VERB``."""

import json
import os
import sys
from collections.abc import Callable

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from lms.cli import (
    backup,
    certificates,
    compliance,
    coverage,
    daily,
    demo,
    doctor,
    mentoring,
    modules,
    people,
    serve,
    settings,
    tokens,
)
from lms.kernel.errors import Invalid, Refusal
from lms.kernel.settings import BadSetting

COMMANDS: tuple[click.Command, ...] = (
    people.people,
    settings.group,
    compliance.group,
    coverage.group,
    certificates.group,
    daily.messages,
    daily.record,
    modules.group,
    serve.serve,
    serve.work,
    backup.backup,
    backup.restore,
    doctor.doctor,
    demo.demo,
    tokens.group,
    mentoring.group,
)
"""Every command and group; a new file adds its line."""


def run(create_app: Callable[..., Flask], arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 the answer is no, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = False
    try:
        given, form = _taken(given, "--format", "text")
        given, instance = _taken(given, "--instance", os.environ.get("LMS_INSTANCE", ""))
        wanted = click.Choice(["text", "json"])(form) == "json"
        _invoke(create_app, given, instance, as_json=wanted)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.ClickException, BadSetting, Refusal, OSError, DBAPIError) as error:
        sys.exit(_refused(error, as_json=wanted))


def _refused(error: Exception, *, as_json: bool) -> int:
    """Say why not, in the form asked for, and return the exit status."""
    status, field, message = 1, None, str(error)
    if isinstance(error, click.ClickException):
        status, message = 2, error.format_message()
    elif isinstance(error, BadSetting):
        status = 2
    elif isinstance(error, Invalid):
        field = error.field
    elif isinstance(error, BrokenPipeError):
        sys.stderr.close()
        return 0
    elif isinstance(error, OSError):
        message = f"{error.strerror or error}: {error.filename or 'no file named'}"
    elif isinstance(error, DBAPIError):
        said = str(error.orig).strip().partition("\n")[0]
        message = f"The database cannot be used now: {said}. To find out more: lms doctor"
    if as_json:
        click.echo(json.dumps({"error": message, "field": field}, ensure_ascii=False))
    else:
        click.echo(message, err=True)
    return status


def _invoke(
    create_app: Callable[..., Flask], given: list[str], instance: str, *, as_json: bool
) -> None:
    root = click.Group("lms", commands=list(COMMANDS), help=__doc__)
    with root.make_context("lms", given or ["--help"]) as context:
        context.meta["json"] = as_json
        context.meta["create_app"] = create_app
        context.meta["instance"] = instance or None
        if _needs_no_site(given):
            root.invoke(context)
            return
        app = create_app(instance=instance or None)
        context.obj = app
        with app.app_context():
            root.invoke(context)


def _needs_no_site(given: list[str]) -> bool:
    """Tell whether the command works without an instance, or opens it itself."""
    alone = (["modules", "check"], ["modules", "try"])
    from_file = given[:2] == ["mentoring", "propose"] and any(
        one.partition("=")[0] == "--from" for one in given
    )
    return "--help" in given or given[:1] == ["doctor"] or given[:2] in alone or from_file


def _taken(given: list[str], name: str, default: str) -> tuple[list[str], str]:
    """Take an option out of the arguments, wherever it stands."""
    kept, value, words = [], default, iter(given)
    for word in words:
        if word == "--":
            kept += [word, *words]
        elif word == name:
            try:
                value = next(words)
            except StopIteration:
                msg = f"{name} needs a value."
                raise click.UsageError(msg) from None
        elif word.startswith(f"{name}="):
            value = word.partition("=")[2]
        else:
            kept.append(word)
    return kept, value
