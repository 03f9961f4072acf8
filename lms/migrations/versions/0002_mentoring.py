"""Mentors, those who wait for one, and who was proposed to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lms_mentor_weights",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("blocks_trust", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_mentor_weights")),
    )
    with op.batch_alter_table("lms_mentor_weights", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_mentor_weights_set_at"), ["set_at"], unique=False)

    op.create_table(
        "lms_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_lms_term_ends_after_start")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_term")),
        sa.UniqueConstraint("from_on", name=op.f("uq_lms_term_from_on")),
    )
    op.create_table(
        "lms_mentor_conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["lms_person.id"], name=op.f("fk_lms_mentor_conflict_mentor_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["lms_person.id"], name=op.f("fk_lms_mentor_conflict_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_mentor_conflict")),
        sa.UniqueConstraint(
            "mentor_id", "other_id", name=op.f("uq_lms_mentor_conflict_mentor_id_other_id")
        ),
    )
    with op.batch_alter_table("lms_mentor_conflict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_mentor_conflict_other_id"), ["other_id"], unique=False
        )

    op.create_table(
        "lms_mentor_profile",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.Column("contexts", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("travel_km", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("dsl_since", sa.Date(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head_name", sa.String(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "capacity >= 0", name=op.f("ck_lms_mentor_profile_capacity_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_mentor_profile_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_mentor_profile")),
        sa.UniqueConstraint("person_id", name=op.f("uq_lms_mentor_profile_person_id")),
    )
    op.create_table(
        "lms_mentor_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("contexts", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("aims", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_for", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["lms_dsl_appointment.id"],
            name=op.f("fk_lms_mentor_need_appointment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_mentor_need_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_mentor_need_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_mentor_need")),
    )
    with op.batch_alter_table("lms_mentor_need", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_mentor_need_open", ["closed_at", "notified_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_mentor_need_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_mentor_need_setting_id"), ["setting_id"], unique=False
        )

    op.create_table(
        "lms_pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("mentor_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mentee_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_for", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mentor_id"], ["lms_person.id"], name=op.f("fk_lms_pairing_mentor_id")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["lms_mentor_need.id"], name=op.f("fk_lms_pairing_need_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_pairing")),
    )
    with op.batch_alter_table("lms_pairing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_pairing_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_pairing_need_id"), ["need_id"], unique=False)
        batch_op.create_index("ix_lms_pairing_standing", ["ended_at", "lapses_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lms_pairing", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_pairing_standing")
        batch_op.drop_index(batch_op.f("ix_lms_pairing_need_id"))
        batch_op.drop_index(batch_op.f("ix_lms_pairing_mentor_id"))

    op.drop_table("lms_pairing")
    with op.batch_alter_table("lms_mentor_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_mentor_need_setting_id"))
        batch_op.drop_index(batch_op.f("ix_lms_mentor_need_person_id"))
        batch_op.drop_index("ix_lms_mentor_need_open")

    op.drop_table("lms_mentor_need")
    op.drop_table("lms_mentor_profile")
    with op.batch_alter_table("lms_mentor_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_mentor_conflict_other_id"))

    op.drop_table("lms_mentor_conflict")
    op.drop_table("lms_term")
    with op.batch_alter_table("lms_mentor_weights", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_mentor_weights_set_at"))

    op.drop_table("lms_mentor_weights")
