"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lms_agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_agency")),
        sa.UniqueConstraint("name", name=op.f("uq_lms_agency_name")),
    )
    op.create_table(
        "lms_audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_audit")),
        sa.UniqueConstraint("serial", name=op.f("uq_lms_audit_serial")),
    )
    with op.batch_alter_table("lms_audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_audit_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_audit_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_audit_tag"), ["tag"], unique=False)

    op.create_table(
        "lms_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_contact")),
    )
    op.create_table(
        "lms_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("next_review", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_edition")),
        sa.UniqueConstraint(
            "module_slug", "content_hash", name=op.f("uq_lms_edition_module_slug_content_hash")
        ),
        sa.UniqueConstraint("module_slug", "label", name=op.f("uq_lms_edition_module_slug_label")),
    )
    with op.batch_alter_table("lms_edition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_edition_module_slug"), ["module_slug"], unique=False
        )

    op.create_table(
        "lms_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_group")),
        sa.UniqueConstraint("key", name=op.f("uq_lms_group_key")),
        sa.UniqueConstraint("name", name=op.f("uq_lms_group_name")),
    )
    op.create_table(
        "lms_heading_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_heading_choice")),
        sa.UniqueConstraint("heading", name=op.f("uq_lms_heading_choice_heading")),
    )
    op.create_table(
        "lms_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("sort_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("other_email", sa.String(), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["lms_person.id"], name=op.f("fk_lms_person_merged_into_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_person")),
        sa.UniqueConstraint("email", name=op.f("uq_lms_person_email")),
        sa.UniqueConstraint("other_email", name=op.f("uq_lms_person_other_email")),
    )
    with op.batch_alter_table("lms_person", schema=None) as batch_op:
        batch_op.create_index("ix_lms_person_sort", ["sort_name", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_person_merged_into_id"), ["merged_into_id"], unique=False
        )

    op.create_table(
        "lms_setting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("locality", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("mailbox", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_setting")),
        sa.UniqueConstraint("urn", name=op.f("uq_lms_setting_urn")),
    )
    with op.batch_alter_table("lms_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_setting_locality"), ["locality"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_setting_trust"), ["trust"], unique=False)

    op.create_table(
        "lms_school_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_school_list")),
    )
    with op.batch_alter_table("lms_school_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_school_list_made_at"), ["made_at"], unique=False)

    op.create_table(
        "lms_school_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["lms_school_list.id"], name=op.f("fk_lms_school_row_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_school_row_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_school_row")),
    )
    with op.batch_alter_table("lms_school_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_school_row_list_status", ["list_id", "status", "row"], unique=False
        )

    op.create_table(
        "lms_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "directorate", "service", "team", name="unitkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["lms_unit.id"], name=op.f("fk_lms_unit_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_unit")),
        sa.UniqueConstraint("parent_id", "name", name=op.f("uq_lms_unit_parent_id_name")),
    )
    with op.batch_alter_table("lms_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_unit_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_unit_path"), ["path"], unique=False)

    op.create_table(
        "lms_approval",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("approver_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdraws", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_approval_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_approval")),
    )
    with op.batch_alter_table("lms_approval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_approval_edition_id"), ["edition_id"], unique=False
        )

    op.create_table(
        "lms_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("drawn", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("right", sa.Integer(), nullable=True),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("must_missed", sa.JSON(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_attempt_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_attempt_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_attempt")),
    )
    with op.batch_alter_table("lms_attempt", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_attempt_whose", ["person_id", "module_slug", "begun_at"], unique=False
        )
        batch_op.create_index(
            "uq_lms_attempt_open",
            ["person_id", "module_slug"],
            unique=True,
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        )

    op.create_table(
        "lms_certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("completion_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("edition_label", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("module_title", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("template_hash", sa.String(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_certificate_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_certificate")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_lms_certificate_completion_id")),
        sa.UniqueConstraint("number", name=op.f("uq_lms_certificate_number")),
    )
    with op.batch_alter_table("lms_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_certificate_completed_on"), ["completed_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_certificate_module_slug"), ["module_slug"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_certificate_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "hr",
                "line_manager",
                "agency_coordinator",
                "author",
                "approver",
                "network_coordinator",
                "auditor",
                "administrator",
                name="dutyname",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "unit_id IS NULL OR agency_id IS NULL", name=op.f("ck_lms_duty_one_scope")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["lms_agency.id"], name=op.f("fk_lms_duty_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_duty_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["lms_unit.id"], name=op.f("fk_lms_duty_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_duty")),
    )
    with op.batch_alter_table("lms_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_duty_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lms_engagement_fact",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("learnt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "permanent",
                "fixed_term",
                "agency",
                "temporary",
                "casual",
                "secondee",
                "volunteer",
                "student",
                "apprentice",
                name="engagementkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("setting_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("engagement_id", "n", name=op.f("pk_lms_engagement_fact")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("lms_engagement_fact", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_engagement_fact_from_on", ["from_on", "engagement_id"], unique=False
        )

    op.create_table(
        "lms_engagement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "permanent",
                "fixed_term",
                "agency",
                "temporary",
                "casual",
                "secondee",
                "volunteer",
                "student",
                "apprentice",
                name="engagementkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=True),
        sa.Column("employee_number", sa.String(), nullable=True),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("setting_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_lms_engagement_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["lms_agency.id"], name=op.f("fk_lms_engagement_agency_id")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["lms_person.id"], name=op.f("fk_lms_engagement_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_engagement_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_engagement_setting_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["lms_unit.id"], name=op.f("fk_lms_engagement_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_engagement")),
        sa.UniqueConstraint("form_key", name=op.f("uq_lms_engagement_form_key")),
        sa.UniqueConstraint(
            "source", "reference", name=op.f("uq_lms_engagement_source_reference")
        ),
    )
    with op.batch_alter_table("lms_engagement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_engagement_agency_id"), ["agency_id"], unique=False
        )
        batch_op.create_index("ix_lms_engagement_days", ["starts_on", "ends_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_engagement_employee_number"), ["employee_number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lms_engagement_kind"), ["kind"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_engagement_manager_id"), ["manager_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_engagement_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_engagement_setting_id"), ["setting_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lms_engagement_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lms_dsl_appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_lms_dsl_appointment_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["lms_engagement.id"],
            name=op.f("fk_lms_dsl_appointment_engagement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_dsl_appointment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_dsl_appointment_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_dsl_appointment")),
        sa.UniqueConstraint(
            "setting_id",
            "person_id",
            "role",
            "from_on",
            name=op.f("uq_lms_dsl_appointment_setting_id_person_id_role_from_on"),
        ),
    )
    with op.batch_alter_table("lms_dsl_appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_dsl_appointment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "ix_lms_dsl_appointment_setting", ["setting_id", "from_on"], unique=False
        )

    op.create_table(
        "lms_dsl_cover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("covered_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on",
            name=op.f("ck_lms_dsl_cover_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["lms_dsl_appointment.id"],
            name=op.f("fk_lms_dsl_cover_appointment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["covered_by_id"], ["lms_person.id"], name=op.f("fk_lms_dsl_cover_covered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_dsl_cover")),
    )
    with op.batch_alter_table("lms_dsl_cover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_dsl_cover_appointment_id"), ["appointment_id"], unique=False
        )

    op.create_table(
        "lms_dsl_training",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_dsl_training_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_dsl_training")),
    )
    with op.batch_alter_table("lms_dsl_training", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_dsl_training_latest", ["person_id", "kind", "told_at"], unique=False
        )

    op.create_table(
        "lms_dsl_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_dsl_check_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_dsl_check")),
        sa.UniqueConstraint("setting_id", "year", name=op.f("uq_lms_dsl_check_setting_id_year")),
    )
    with op.batch_alter_table("lms_dsl_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_dsl_check_year"), ["year"], unique=False)

    op.create_table(
        "lms_dsl_told",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("setting_id", sa.Uuid(), nullable=False),
        sa.Column("check_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["lms_dsl_appointment.id"],
            name=op.f("fk_lms_dsl_told_appointment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["lms_dsl_check.id"], name=op.f("fk_lms_dsl_told_check_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_dsl_told_setting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_dsl_told")),
    )
    with op.batch_alter_table("lms_dsl_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_dsl_told_check_id"), ["check_id"], unique=False)
        batch_op.create_index("ix_lms_dsl_told_waiting", ["settled_at", "told_at"], unique=False)

    op.create_table(
        "lms_group_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lms_group.id"], name=op.f("fk_lms_group_member_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_group_member_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_group_member")),
    )
    with op.batch_alter_table("lms_group_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_group_member_group_id"), ["group_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_group_member_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("keep_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("unmerged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unmerged_by", sa.Uuid(), nullable=True),
        sa.Column("unmerged_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["keep_id"], ["lms_person.id"], name=op.f("fk_lms_merge_keep_id")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["lms_person.id"], name=op.f("fk_lms_merge_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_merge")),
    )
    with op.batch_alter_table("lms_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_merge_keep_id"), ["keep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_merge_other_id"), ["other_id"], unique=False)
        batch_op.create_index(
            "uq_lms_merge_stands",
            ["other_id"],
            unique=True,
            sqlite_where=sa.text("unmerged_at IS NULL"),
            postgresql_where=sa.text("unmerged_at IS NULL"),
        )

    op.create_table(
        "lms_merge_move",
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge_id"], ["lms_merge.id"], name=op.f("fk_lms_merge_move_merge_id")
        ),
        sa.PrimaryKeyConstraint("merge_id", "place", "row_id", name=op.f("pk_lms_merge_move")),
    )
    op.create_table(
        "lms_two_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["one_id"], ["lms_person.id"], name=op.f("fk_lms_two_people_one_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["lms_person.id"], name=op.f("fk_lms_two_people_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_two_people")),
    )
    with op.batch_alter_table("lms_two_people", schema=None) as batch_op:
        batch_op.create_index(
            "uq_lms_two_people_counts",
            ["one_id", "other_id"],
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        )

    op.create_table(
        "lms_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("setting_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("bounced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_message_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["setting_id"], ["lms_setting.id"], name=op.f("fk_lms_message_setting_id")
        ),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (setting_id IS NULL)", name=op.f("ck_lms_message_to_one")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_message")),
        sa.UniqueConstraint("once", name=op.f("uq_lms_message_once")),
    )
    with op.batch_alter_table("lms_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_message_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_message_setting_id"), ["setting_id"], unique=False
        )
        batch_op.create_index(
            "ix_lms_message_waiting", ["sent_at", "failed_at", "send_at"], unique=False
        )

    op.create_table(
        "lms_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_place_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_place_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_place")),
        sa.UniqueConstraint(
            "person_id", "module_slug", name=op.f("uq_lms_place_person_id_module_slug")
        ),
    )
    op.create_table(
        "lms_practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_practice_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_practice_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_practice")),
    )
    with op.batch_alter_table("lms_practice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_practice_whose", ["person_id", "module_slug", "scenario_id"], unique=False
        )
        batch_op.create_index(
            "uq_lms_practice_open",
            ["person_id", "module_slug", "scenario_id"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )

    op.create_table(
        "lms_requirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("due_days", sa.JSON(), nullable=False),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("carry_months", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lms_group.id"], name=op.f("fk_lms_requirement_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["lms_requirement.id"],
            name=op.f("fk_lms_requirement_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["lms_unit.id"], name=op.f("fk_lms_requirement_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_requirement")),
    )
    with op.batch_alter_table("lms_requirement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_requirement_module_slug"), ["module_slug"], unique=False
        )

    op.create_table(
        "lms_section_read",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_section_read_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_section_read_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_section_read")),
        sa.UniqueConstraint(
            "person_id",
            "edition_id",
            "section_id",
            name=op.f("uq_lms_section_read_person_id_edition_id_section_id"),
        ),
    )
    op.create_table(
        "lms_external_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_external_identity_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_external_identity")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_lms_external_identity_issuer_subject")
        ),
    )
    with op.batch_alter_table("lms_external_identity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_external_identity_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("is_vouched", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_knock_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_knock")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_lms_knock_issuer_subject")),
    )
    with op.batch_alter_table("lms_knock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_knock_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_knock_last_at"), ["last_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_knock_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lms_sign_in_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "invitation",
                "card",
                "demo",
                name="linkpurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_sign_in_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_sign_in_link")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_lms_sign_in_link_code_hash")),
    )
    with op.batch_alter_table("lms_sign_in_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_sign_in_link_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "file",
                "manager",
                "code",
                "school",
                "scim",
                "sign_in",
                "api",
                name="way",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_on", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["lms_agency.id"], name=op.f("fk_lms_source_agency_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_source")),
        sa.UniqueConstraint("name", "way", name=op.f("uq_lms_source_name_way")),
    )
    op.create_table(
        "lms_talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_talk_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_talk")),
    )
    with op.batch_alter_table("lms_talk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_talk_person_id"), ["person_id"], unique=False)

    op.create_table(
        "lms_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["lms_attempt.id"], name=op.f("fk_lms_answer_attempt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_answer")),
        sa.UniqueConstraint(
            "attempt_id", "question_id", name=op.f("uq_lms_answer_attempt_id_question_id")
        ),
    )
    op.create_table(
        "lms_completion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["lms_attempt.id"], name=op.f("fk_lms_completion_attempt_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["lms_edition.id"], name=op.f("fk_lms_completion_edition_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_completion_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_completion")),
    )
    with op.batch_alter_table("lms_completion", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_completion_whose", ["person_id", "module_slug"], unique=False
        )

    op.create_table(
        "lms_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invitations", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("handed", sa.JSON(), nullable=True),
        sa.Column("alarms", sa.JSON(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["lms_source.id"], name=op.f("fk_lms_import_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_import")),
    )
    with op.batch_alter_table("lms_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_import_source_id"), ["source_id"], unique=False)

    op.create_table(
        "lms_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_token")),
        sa.UniqueConstraint("name", name=op.f("uq_lms_token_name")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_lms_token_secret_hash")),
    )
    op.create_table(
        "lms_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("send_on", sa.Date(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["lms_engagement.id"], name=op.f("fk_lms_invitation_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_invitation_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_invitation")),
    )
    with op.batch_alter_table("lms_invitation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_invitation_person", ["person_id", "sent_at", "bounced_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lms_invitation_send_on"), ["send_on"], unique=False)

    op.create_table(
        "lms_obligation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= begun_on",
            name=op.f("ck_lms_obligation_ends_after_begin"),
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["lms_engagement.id"], name=op.f("fk_lms_obligation_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_obligation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"],
            ["lms_requirement.id"],
            name=op.f("fk_lms_obligation_requirement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_obligation")),
        sa.UniqueConstraint(
            "engagement_id",
            "requirement_id",
            "begun_on",
            name=op.f("uq_lms_obligation_engagement_id_requirement_id_begun_on"),
        ),
    )
    with op.batch_alter_table("lms_obligation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_lms_obligation_person_module", ["person_id", "module_slug"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_obligation_requirement_id"), ["requirement_id"], unique=False
        )

    op.create_table(
        "lms_obligation_past",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("requirement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("module_slug", sa.String(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_from", sa.Date(), nullable=True),
        sa.Column("proven_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_obligation_past")),
    )
    with op.batch_alter_table("lms_obligation_past", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_obligation_past_engagement_id"), ["engagement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_obligation_past_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "lms_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_lms_pause_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["lms_engagement.id"], name=op.f("fk_lms_pause_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_pause")),
    )
    with op.batch_alter_table("lms_pause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_pause_engagement_id"), ["engagement_id"], unique=False
        )

    op.create_table(
        "lms_not_starter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "never_started", "twice", "not_ours", name="reason", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("ended_before", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["lms_engagement.id"], name=op.f("fk_lms_not_starter_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_not_starter")),
    )
    with op.batch_alter_table("lms_not_starter", schema=None) as batch_op:
        batch_op.create_index(
            "uq_lms_not_starter_counts",
            ["engagement_id"],
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        )

    op.create_table(
        "lms_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["lms_certificate.id"],
            name=op.f("fk_lms_withdrawal_certificate_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_withdrawal")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_lms_withdrawal_certificate_id")),
    )
    op.create_table(
        "lms_due_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["lms_obligation.id"], name=op.f("fk_lms_due_change_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_due_change")),
    )
    with op.batch_alter_table("lms_due_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_due_change_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "lms_exemption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_lms_exemption_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["lms_obligation.id"], name=op.f("fk_lms_exemption_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_exemption")),
    )
    with op.batch_alter_table("lms_exemption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_exemption_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "lms_import_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "added",
                "updated",
                "unchanged",
                "rejected",
                "review",
                name="linestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("bare", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["lms_import.id"], name=op.f("fk_lms_import_line_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_import_line")),
        sa.UniqueConstraint("import_id", "row", name=op.f("uq_lms_import_line_import_id_row")),
    )
    with op.batch_alter_table("lms_import_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_import_line_engagement_id"), ["engagement_id"], unique=False
        )
        batch_op.create_index("ix_lms_import_line_open", ["status", "decision"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_import_line_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("completion_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["lms_obligation.id"], name=op.f("fk_lms_proof_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_proof")),
        sa.UniqueConstraint(
            "obligation_id", "completion_id", name=op.f("uq_lms_proof_obligation_id_completion_id")
        ),
    )
    with op.batch_alter_table("lms_proof", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_proof_completion_id"), ["completion_id"], unique=False
        )
        batch_op.create_index(
            "ix_lms_proof_days", ["obligation_id", "from_on", "until_on"], unique=False
        )

    op.create_table(
        "lms_directory_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lms_group.id"], name=op.f("fk_lms_directory_group_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_directory_group")),
        sa.UniqueConstraint("name_key", name=op.f("uq_lms_directory_group_name_key")),
    )
    with op.batch_alter_table("lms_directory_group", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_directory_group_external_id"), ["external_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_directory_group_group_id"), ["group_id"], unique=False
        )

    op.create_table(
        "lms_directory_user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("user_type", sa.String(), nullable=False),
        sa.Column("employee_number", sa.String(), nullable=True),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["lms_engagement.id"],
            name=op.f("fk_lms_directory_user_engagement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["lms_person.id"], name=op.f("fk_lms_directory_user_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["lms_token.id"], name=op.f("fk_lms_directory_user_token_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_directory_user")),
        sa.UniqueConstraint("name_key", name=op.f("uq_lms_directory_user_name_key")),
    )
    with op.batch_alter_table("lms_directory_user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_directory_user_email"), ["email"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_directory_user_employee_number"), ["employee_number"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_directory_user_external_id"), ["external_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_directory_user_line_id"), ["line_id"], unique=False
        )
        batch_op.create_index(
            "ix_lms_directory_user_order", ["deleted_at", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_lms_directory_user_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "lms_directory_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["lms_directory_group.id"], name=op.f("fk_lms_directory_member_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["lms_directory_user.id"], name=op.f("fk_lms_directory_member_user_id")
        ),
        sa.PrimaryKeyConstraint("group_id", "user_id", name=op.f("pk_lms_directory_member")),
    )
    with op.batch_alter_table("lms_directory_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_directory_member_user_id"), ["user_id"], unique=False
        )

    op.create_table(
        "lms_team_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["lms_person.id"], name=op.f("fk_lms_team_code_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["lms_unit.id"], name=op.f("fk_lms_team_code_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_team_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_lms_team_code_code_hash")),
    )
    with op.batch_alter_table("lms_team_code", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lms_team_code_manager_id"), ["manager_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_lms_team_code_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "lms_team_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=False),
        sa.Column("engagement_ids", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_complete", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["lms_person.id"], name=op.f("fk_lms_team_question_manager_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_team_question")),
        sa.UniqueConstraint(
            "manager_id", "week", name=op.f("uq_lms_team_question_manager_id_week")
        ),
    )
    with op.batch_alter_table("lms_team_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_team_question_week"), ["week"], unique=False)

    op.create_table(
        "lms_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("code_id", sa.Uuid(), nullable=True),
        sa.Column("manager_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("engaged_as", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("waits_for", sa.String(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code_id"], ["lms_team_code.id"], name=op.f("fk_lms_report_code_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["lms_engagement.id"], name=op.f("fk_lms_report_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"], ["lms_person.id"], name=op.f("fk_lms_report_manager_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["lms_team_question.id"], name=op.f("fk_lms_report_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_report")),
    )
    with op.batch_alter_table("lms_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_report_code_id"), ["code_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lms_report_manager_id"), ["manager_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_lms_report_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index(
            "ix_lms_report_waiting", ["settled_at", "waits_for", "told_at"], unique=False
        )

    op.create_table(
        "lms_kept_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["lms_token.id"], name=op.f("fk_lms_kept_answer_token_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lms_kept_answer")),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_lms_kept_answer_token_id_key")),
    )
    with op.batch_alter_table("lms_kept_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lms_kept_answer_made_at"), ["made_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lms_kept_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_kept_answer_made_at"))

    op.drop_table("lms_kept_answer")
    with op.batch_alter_table("lms_report", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_report_waiting")
        batch_op.drop_index(batch_op.f("ix_lms_report_question_id"))
        batch_op.drop_index(batch_op.f("ix_lms_report_manager_id"))
        batch_op.drop_index(batch_op.f("ix_lms_report_code_id"))

    op.drop_table("lms_report")
    with op.batch_alter_table("lms_team_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_team_question_week"))

    op.drop_table("lms_team_question")
    with op.batch_alter_table("lms_team_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_team_code_unit_id"))
        batch_op.drop_index(batch_op.f("ix_lms_team_code_manager_id"))

    op.drop_table("lms_team_code")
    with op.batch_alter_table("lms_directory_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_directory_member_user_id"))

    op.drop_table("lms_directory_member")
    with op.batch_alter_table("lms_directory_user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_directory_user_person_id"))
        batch_op.drop_index("ix_lms_directory_user_order")
        batch_op.drop_index(batch_op.f("ix_lms_directory_user_line_id"))
        batch_op.drop_index(batch_op.f("ix_lms_directory_user_external_id"))
        batch_op.drop_index(batch_op.f("ix_lms_directory_user_employee_number"))
        batch_op.drop_index(batch_op.f("ix_lms_directory_user_email"))

    op.drop_table("lms_directory_user")
    with op.batch_alter_table("lms_directory_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_directory_group_group_id"))
        batch_op.drop_index(batch_op.f("ix_lms_directory_group_external_id"))

    op.drop_table("lms_directory_group")
    with op.batch_alter_table("lms_proof", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_proof_days")
        batch_op.drop_index(batch_op.f("ix_lms_proof_completion_id"))

    op.drop_table("lms_proof")
    with op.batch_alter_table("lms_import_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_import_line_person_id"))
        batch_op.drop_index("ix_lms_import_line_open")
        batch_op.drop_index(batch_op.f("ix_lms_import_line_engagement_id"))

    op.drop_table("lms_import_line")
    with op.batch_alter_table("lms_exemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_exemption_obligation_id"))

    op.drop_table("lms_exemption")
    with op.batch_alter_table("lms_due_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_due_change_obligation_id"))

    op.drop_table("lms_due_change")
    op.drop_table("lms_withdrawal")
    op.drop_table("lms_not_starter")
    with op.batch_alter_table("lms_pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_pause_engagement_id"))

    op.drop_table("lms_pause")
    with op.batch_alter_table("lms_obligation_past", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_obligation_past_obligation_id"))
        batch_op.drop_index(batch_op.f("ix_lms_obligation_past_engagement_id"))

    op.drop_table("lms_obligation_past")
    with op.batch_alter_table("lms_obligation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_obligation_requirement_id"))
        batch_op.drop_index("ix_lms_obligation_person_module")

    op.drop_table("lms_obligation")
    with op.batch_alter_table("lms_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_invitation_send_on"))
        batch_op.drop_index("ix_lms_invitation_person")

    op.drop_table("lms_token")
    op.drop_table("lms_invitation")
    with op.batch_alter_table("lms_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_import_source_id"))

    op.drop_table("lms_import")
    with op.batch_alter_table("lms_completion", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_completion_whose")

    op.drop_table("lms_completion")
    op.drop_table("lms_answer")
    with op.batch_alter_table("lms_talk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_talk_person_id"))

    op.drop_table("lms_talk")
    op.drop_table("lms_source")
    op.drop_table("lms_knock")
    op.drop_table("lms_external_identity")
    with op.batch_alter_table("lms_sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_sign_in_link_person_id"))

    op.drop_table("lms_sign_in_link")
    op.drop_table("lms_section_read")
    with op.batch_alter_table("lms_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_requirement_module_slug"))

    op.drop_table("lms_requirement")
    with op.batch_alter_table("lms_practice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lms_practice_open",
            sqlite_where=sa.text("finished_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL"),
        )
        batch_op.drop_index("ix_lms_practice_whose")

    op.drop_table("lms_practice")
    op.drop_table("lms_place")
    with op.batch_alter_table("lms_message", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_message_waiting")
        batch_op.drop_index(batch_op.f("ix_lms_message_setting_id"))
        batch_op.drop_index(batch_op.f("ix_lms_message_person_id"))

    op.drop_table("lms_message")
    op.drop_table("lms_two_people")
    op.drop_table("lms_merge_move")
    op.drop_table("lms_merge")
    with op.batch_alter_table("lms_group_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_group_member_person_id"))
        batch_op.drop_index(batch_op.f("ix_lms_group_member_group_id"))

    op.drop_table("lms_group_member")
    with op.batch_alter_table("lms_dsl_told", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_dsl_told_waiting")
        batch_op.drop_index(batch_op.f("ix_lms_dsl_told_check_id"))

    op.drop_table("lms_dsl_told")
    with op.batch_alter_table("lms_dsl_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_dsl_check_year"))

    op.drop_table("lms_dsl_check")
    with op.batch_alter_table("lms_dsl_training", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_dsl_training_latest")

    op.drop_table("lms_dsl_training")
    with op.batch_alter_table("lms_dsl_cover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_dsl_cover_appointment_id"))

    op.drop_table("lms_dsl_cover")
    with op.batch_alter_table("lms_dsl_appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_dsl_appointment_setting")
        batch_op.drop_index(batch_op.f("ix_lms_dsl_appointment_person_id"))

    op.drop_table("lms_dsl_appointment")
    with op.batch_alter_table("lms_engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_engagement_unit_id"))
        batch_op.drop_index(batch_op.f("ix_lms_engagement_setting_id"))
        batch_op.drop_index(batch_op.f("ix_lms_engagement_person_id"))
        batch_op.drop_index(batch_op.f("ix_lms_engagement_manager_id"))
        batch_op.drop_index(batch_op.f("ix_lms_engagement_kind"))
        batch_op.drop_index(batch_op.f("ix_lms_engagement_employee_number"))
        batch_op.drop_index("ix_lms_engagement_days")
        batch_op.drop_index(batch_op.f("ix_lms_engagement_agency_id"))

    op.drop_table("lms_engagement")
    with op.batch_alter_table("lms_engagement_fact", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_engagement_fact_from_on")

    op.drop_table("lms_engagement_fact")
    with op.batch_alter_table("lms_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_duty_person_id"))

    op.drop_table("lms_duty")
    with op.batch_alter_table("lms_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_certificate_person_id"))
        batch_op.drop_index(batch_op.f("ix_lms_certificate_module_slug"))
        batch_op.drop_index(batch_op.f("ix_lms_certificate_completed_on"))

    op.drop_table("lms_certificate")
    with op.batch_alter_table("lms_attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lms_attempt_open",
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        )
        batch_op.drop_index("ix_lms_attempt_whose")

    op.drop_table("lms_attempt")
    with op.batch_alter_table("lms_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_approval_edition_id"))

    op.drop_table("lms_approval")
    with op.batch_alter_table("lms_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_unit_path"))
        batch_op.drop_index(batch_op.f("ix_lms_unit_parent_id"))

    op.drop_table("lms_unit")
    with op.batch_alter_table("lms_school_row", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_school_row_list_status")

    op.drop_table("lms_school_row")
    with op.batch_alter_table("lms_school_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_school_list_made_at"))

    op.drop_table("lms_school_list")
    with op.batch_alter_table("lms_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_setting_trust"))
        batch_op.drop_index(batch_op.f("ix_lms_setting_locality"))

    op.drop_table("lms_setting")
    with op.batch_alter_table("lms_person", schema=None) as batch_op:
        batch_op.drop_index("ix_lms_person_sort")

    op.drop_table("lms_person")
    op.drop_table("lms_heading_choice")
    op.drop_table("lms_group")
    with op.batch_alter_table("lms_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_edition_module_slug"))

    op.drop_table("lms_edition")
    op.drop_table("lms_contact")
    with op.batch_alter_table("lms_audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lms_audit_tag"))
        batch_op.drop_index(batch_op.f("ix_lms_audit_subject_id"))
        batch_op.drop_index(batch_op.f("ix_lms_audit_person_id"))
        batch_op.drop_index(batch_op.f("ix_lms_audit_at"))

    op.drop_table("lms_audit")
    op.drop_table("lms_agency")
