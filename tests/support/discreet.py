"""A page with a field that asks again, for tests; the mentoring pages have theirs."""

from flask import Flask, Response, render_template_string
from wtforms import SubmitField

from lms.web import assets, forms
from lms.web.blueprint import CONTENT_POLICY
from lms.web.discreet import DiscreetField
from tests.support.notes import PAIR

PAGE = """
{%- from "lms/form.html" import error_summary, submit -%}
{%- from "lms/parts/discreet.html" import discreet -%}
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>A note</title>
<link rel="stylesheet" href="{{ asset('outset.css') }}">
<link rel="icon" href="{{ asset('icon.svg') }}">
<script type="module" src="{{ asset('outset.js') }}"></script>
</head>
<body>
<main>
{{ error_summary(form) }}
<h1>A note</h1>
{% if sent is not none %}<p id="sent">{{ sent }}</p>{% endif %}
<form method="post" action="/note" novalidate data-busy="Sending.">
{{ discreet(form.notes) }}
{{ submit(form.submit) }}
</form>
</main>
</body>
</html>
"""


class NoteForm(forms.Form):
    notes = DiscreetField("What did you talk about?", description="No names of children.")
    submit = SubmitField("Send")


def with_note_page(app: Flask) -> Flask:
    """Give the app a page at /note, before its first request."""

    @app.route("/note", methods=["GET", "POST"])
    def note() -> Response:
        form = NoteForm()
        form.notes.allow(*PAIR)
        sent = form.notes.data if form.validate_on_submit() else None
        page = render_template_string(PAGE, form=form, sent=sent, asset=assets.url)
        return Response(page, headers={"Content-Security-Policy": CONTENT_POLICY})

    return app
