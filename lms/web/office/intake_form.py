"""The form that takes a list, and what is done with what it brings."""

from pathlib import PureWindowsPath
from uuid import UUID

from flask import request
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, SubmitField
from wtforms.validators import DataRequired, Length, ValidationError

from lms.delivery import kit
from lms.intake import commands, queries
from lms.intake.reading import Upload
from lms.kernel.errors import Invalid, Refusal
from lms.people import rules
from lms.web import forms

DRAINED = 400_000_000
"""Bytes of a file that is too large which are read and thrown away, so that the browser has
ended its sending and shows the answer; after so many it has to do without."""

TAKEN = ".csv,.tsv,.txt,.xlsx,.xlsm,text/csv"
"""Files that the browser offers first."""

NEW = "new"
KNOWN = "list "
"""Before the name of a list that is known."""


class UploadForm(forms.Form):
    """A file, and whose list it is."""

    file = FileField("Which file?", validators=[FileRequired("Choose the file")])
    source = RadioField(
        "Whose list is it?",
        description="We name whom the file leaves out, of those who came in with the same list.",
        validators=[DataRequired("Choose whose list it is")],
    )
    name = StringField(
        "What is the new list called?",
        description="Such as the agency’s name. It is remembered.",
        filters=[forms.stripped],
        validators=[Length(max=rules.LONGEST_NAME)],
    )
    kind = SelectField(
        "Who is on it, where the file does not say?",
        choices=forms.options([("", "The file says it for everybody"), *rules.KINDS.items()]),
        default="",
    )
    submit = SubmitField("Look at the file")

    def fill_choices(self) -> None:
        """Offer the lists that are known, HR's first, and a new one."""
        names = [one.name for one in queries.sources(kit.session())]
        if "HR" not in names:
            names.insert(0, "HR")
        choices = [(f"{KNOWN}{name}", name) for name in names]
        self.source.choices = forms.options([*choices, (NEW, "A list that is new here")])
        say_limits(self.file)

    def validate_name(self, field: StringField) -> None:
        """Ask for the name of a list that is new. Raises ValidationError."""
        if self.source.data == NEW and not field.data:
            msg = "Enter what the list is called"
            raise ValidationError(msg)

    @property
    def list_name(self) -> str:
        """The name of the list that was chosen."""
        if self.source.data == NEW:
            return forms.filled(self.name)
        return forms.filled(self.source).removeprefix(KNOWN)

    @property
    def list_kind(self) -> str | None:
        """What its people are unless it says otherwise; asked of a new list alone."""
        return (self.kind.data or None) if self.source.data == NEW else None


def say_limits(field: FileField) -> None:
    """Say at a file's field how much is read, so that the browser refuses more before it sends."""
    settings = kit.settings()
    most = settings.upload_megabytes
    field.description = f"CSV or XLSX, up to {most} MB and {settings.import_rows:,} rows."
    field.render_kw = {
        "accept": TAKEN,
        "data-most": most * 1_000_000,
        "data-too-large": too_large(most),
    }


def looked(form: UploadForm) -> UUID | None:
    """Look at the file on the form; None where it was refused, beside its field."""
    upload = Upload(name=file_name(form.file.data.filename), content=form.file.data.read())
    try:
        with kit.work() as work:
            made = commands.look(work, upload, source=form.list_name, kind=form.list_kind)
            return made.id
    except Invalid as refusal:
        form.refuse(refusal, field="file")
    except Refusal as refusal:
        form.refuse(refusal, field="source")
    return None


def too_large(most: int) -> str:
    """Return what is said of a file of more than ``most`` megabytes."""
    return (
        f"This file has more than {most} MB, the most that is read. Leave out columns that nobody "
        "needs here, or split it; then choose it again."
    )


def file_name(given: str | None) -> str:
    """Return a file's name without folders, on one line, and not longer than it is shown."""
    name = PureWindowsPath(given or "").name
    return "".join(one for one in name if one.isprintable())[:120] or "list"


def drained() -> None:
    """Read the rest of a request and throw it away."""
    stream, left = request.environ["wsgi.input"], DRAINED
    while left > 0:
        some = stream.read(min(left, 1 << 20))
        if not some:
            return
        left -= len(some)
