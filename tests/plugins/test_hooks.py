"""Hooks keep their promise, and every one of them is told of."""

import re
import types
from pathlib import Path

import pluggy
import pytest

from lms.kernel import hooks
from lms.people import commands
from tests.support.factories import PersonFactory

PAGE = Path(__file__).parents[2] / "docs" / "hooks.md"


def plugin(**functions) -> types.SimpleNamespace:
    return types.SimpleNamespace(
        **{name: hooks.hookimpl(function) for name, function in functions.items()}
    )


def test_every_hook_has_its_heading_and_no_heading_lacks_its_hook():
    manager = hooks.manager()
    known = {name for name in vars(hooks) if manager.parse_hookspec_opts(hooks, name) is not None}

    assert set(re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.M)) == known


def test_a_misspelt_hook_is_refused():
    manager = hooks.manager()
    manager.register(plugin(hapened=lambda event: None))

    with pytest.raises(pluggy.PluginValidationError, match="hapened"):
        manager.check_pending()


def test_an_argument_that_is_not_known_is_refused():
    with pytest.raises(pluggy.PluginValidationError, match="person"):
        hooks.manager().register(plugin(happened=lambda person: None))


class TestHappened:
    def test_hears_of_what_was_committed_and_cannot_undo_it(self, app, session):
        heard = []

        def happened(event) -> None:
            heard.append((event.tag, event.subject_id))
            msg = "a plugin's own fault"
            raise RuntimeError(msg)

        app.extensions["lms"].plugins.register(plugin(happened=happened))
        person = PersonFactory()

        with app.test_request_context():
            from lms.delivery import kit
            from lms.kernel.permissions import System

            with kit.work(by=System()) as work:
                commands.sign_out_everywhere(work, person.id)

        assert heard == [("person.signed_out_everywhere", person.id)]
        assert person.signed_out_at is not None
