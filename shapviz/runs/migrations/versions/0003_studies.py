"""Studies, and which runs belong to them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "studies",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("spec", sa.Text, nullable=False),
    )
    op.create_table(
        "study_runs",
        sa.Column("study", sa.String(80), sa.ForeignKey("studies.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("run", sa.String(32), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("study_runs_of", "study_runs", ["run"])
