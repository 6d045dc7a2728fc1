"""The epoch at which a run was forked from its parent."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("runs", sa.Column("parent_epoch", sa.Integer))
