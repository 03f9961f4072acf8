"""The people and the starters behind a figure, as files for a spreadsheet."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from lms.compliance import permissions, queries, sheets
from lms.compliance.queries import Asked, Which
from lms.delivery import kit
from lms.web.office.asking import asked_for, those, which
from lms.web.office.compliance import csv_of, file_name, xlsx_of

pages = Blueprint("exports", __name__, url_prefix="/compliance")


def asked_well() -> Asked:
    """Return what the address asks. Raises Invalid for a day there is not."""
    asked, problem = asked_for()
    if problem is not None:
        raise problem
    return asked


def meant_well(asked: Asked) -> Which:
    """Return which starters the address asks for. Raises Invalid for a day there is not."""
    meant, problem = which(asked)
    if problem is not None:
        raise problem
    return meant


@pages.get("/people.csv")
@kit.requires(permissions.READ)
def people_csv() -> ResponseReturnValue:
    """Stream the people behind a figure as CSV."""
    asked = asked_well()
    chunks = queries.every_person(kit.session(), asked, those())
    return csv_of(sheets.PEOPLE, chunks, file_name(asked, "people"))


@pages.get("/people.xlsx")
@kit.requires(permissions.READ)
def people_xlsx() -> ResponseReturnValue:
    """Send the people behind a figure as an Excel file."""
    asked = asked_well()
    chunks = queries.every_person(kit.session(), asked, those())
    return xlsx_of(sheets.PEOPLE, chunks, file_name(asked, "people"))


@pages.get("/starters.csv")
@kit.requires(permissions.READ)
def starters_csv() -> ResponseReturnValue:
    """Stream the starters of a time as CSV."""
    asked = asked_well()
    chunks = queries.every_starter(kit.session(), asked, meant_well(asked))
    return csv_of(sheets.STARTERS, chunks, file_name(asked, "starters"))


@pages.get("/starters.xlsx")
@kit.requires(permissions.READ)
def starters_xlsx() -> ResponseReturnValue:
    """Send the starters of a time as an Excel file."""
    asked = asked_well()
    chunks = queries.every_starter(kit.session(), asked, meant_well(asked))
    return xlsx_of(sheets.STARTERS, chunks, file_name(asked, "starters"))
