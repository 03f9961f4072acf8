"""Questions about who is DSL where, and how well trained."""

from lms.appointments.queries.listed import (
    Figures,
    SettingRow,
    figures,
    need_at,
    page_of_settings,
)
from lms.appointments.queries.people import (
    Shown,
    TrainingFigures,
    TrainingShown,
    current,
    last_told,
    shown_at,
    training_figures,
)
from lms.appointments.queries.rows import (
    absence,
    appointment,
    appointments_at,
    may_cover,
    others_of,
    people_appointed,
    setting_to_change,
    told_of,
)

__all__ = [
    "Figures",
    "SettingRow",
    "Shown",
    "TrainingFigures",
    "TrainingShown",
    "absence",
    "appointment",
    "appointments_at",
    "current",
    "figures",
    "last_told",
    "may_cover",
    "need_at",
    "others_of",
    "page_of_settings",
    "people_appointed",
    "setting_to_change",
    "shown_at",
    "told_of",
    "training_figures",
]
