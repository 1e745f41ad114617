"""What was opened in a case file, in which order and at which cost."""

import sqlalchemy as sa
from alembic import op

from app.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "case_step",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_case_step_cost")),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_case_step_attempt_id_attempt"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("attempt_id", "document", name=op.f("pk_case_step")),
        sa.UniqueConstraint("attempt_id", "number", name=op.f("uq_case_step_attempt_id_number")),
    )


def downgrade() -> None:
    op.drop_table("case_step")
