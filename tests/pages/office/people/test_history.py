"""What happened to a person, in words."""

import inspect

import pytest

from lms.assignment import events as assignment_events
from lms.certificates import events as certificate_events
from lms.identity import events as identity_events
from lms.kernel.events import Event
from lms.learning import events as learning_events
from lms.notifications import events as message_events
from lms.people import events as people_events
from lms.web.office import history


class TestHistory:
    @pytest.mark.parametrize(
        "event",
        [
            one
            for module in (
                people_events,
                identity_events,
                learning_events,
                assignment_events,
                certificate_events,
                message_events,
            )
            for _, one in inspect.getmembers(module, inspect.isclass)
            if issubclass(one, Event) and one is not Event
        ],
        ids=lambda one: one.tag,
    )
    def test_has_a_sentence_for_every_event_of_a_person(self, event):
        arranging = (
            "unit.",
            "setting.",
            "agency.",
            "group.added",
            "group.changed",
            "requirement.",
            "token.",
        )

        told = event.tag in history.SAID or event.tag in history.QUIET

        assert told or event.tag.startswith(arranging)
