"""``lms serve`` and ``lms work``: the site, and its jobs."""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import click
from flask import Flask

from lms.cli import kit as cli
from lms.delivery import kit
from lms.delivery.state import State, state
from lms.kernel import words
from lms.kernel.work import Work
from lms.operations import editions, jobs, server


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where to listen.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=server.default_workers,
    show_default="one a core",
    help="Processes that answer.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site with a production server; Ctrl-C ends it."""
    here, app = state(), _app()
    socket_ = server.listen(host, port)
    with cli.work() as piece:
        faults = editions.look(piece)
    if faults:
        cli.say(f"{words.count(len(faults), 'fault')} in the modules: lms modules check")
    kit.session().close()
    engine = kit.session().get_bind().engine
    engine.dispose()
    bound = socket_.getsockname()
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    cli.say(f"Outset is at http://{shown}:{bound[1]}/ (Ctrl-C ends it)")
    server.Server(
        app,
        socket_,
        workers=workers,
        forked=lambda: engine.dispose(close=False),
        beside=_jobs(here) if here.settings.jobs == "inside" else (),
    ).run()


@click.command("work")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the starter ends.")
def work(*, with_parent: bool) -> None:
    """Run the jobs here: mail, invitations, reminders, new editions. Ctrl-C ends it.

    `lms serve` does so by itself, unless LMS_JOBS is 'workers'.
    """
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s"
    )
    here, app = state(), _app()
    rounds = jobs.Rounds(
        open_work=lambda: _own_work(app),
        send=lambda mail, settings, instance: here.plugins.hook.send_mail(
            mail=mail, settings=settings, instance=instance
        ),
        instance=here.instance,
        clock=here.clock,
        modules=here.settings.modules,
    )
    consumer = jobs.Queue(here.settings, here.instance, rounds).consumer()
    if with_parent:
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    consumer.run()


@contextmanager
def _own_work(app: Flask) -> Iterator[Work]:
    """Open work with a session and a reading of the clock of its own."""
    with app.app_context(), kit.work(by=cli.SYSTEM) as piece:
        yield piece


def _app() -> Flask:
    return cast("Flask", click.get_current_context().find_root().obj)


def _jobs(here: State) -> list[str]:
    """Return the command that runs the jobs of this instance."""
    run = "from lms.site import main; main()"
    return [sys.executable, "-c", run, "--instance", str(here.instance), "work", "--with-parent"]


def _end_with(parent: int) -> None:
    """End with the server that started this, however it ended."""
    while os.getppid() == parent:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGTERM)
