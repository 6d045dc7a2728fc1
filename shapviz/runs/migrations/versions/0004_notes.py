"""Stars and notes, and an outline of every run so that lists need not read records."""

import json
from math import sqrt
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("runs", sa.Column("starred", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("note", sa.Text, nullable=False, server_default=""))
    outlines = op.create_table(
        "outlines",
        sa.Column("run", sa.String(32), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    connection = op.get_bind()
    for run_id, parent_epoch in connection.execute(sa.text("SELECT id, parent_epoch FROM runs")).all():
        bodies = connection.execute(sa.text("SELECT body FROM records WHERE run = :run ORDER BY seq"), {"run": run_id})
        outline = _outline([json.loads(body) for body in bodies.scalars()], parent_epoch or 0)
        connection.execute(sa.insert(outlines).values(run=run_id, body=json.dumps(outline)))


def _outline(records: list[dict[str, Any]], own: int) -> dict[str, Any]:
    """Return what `shapviz.runs.outline` said of a run's records when this was written; its `own` begin there."""
    epochs = [record for record in records if record["kind"] == "epoch"]
    final = next((record for record in records if record["kind"] == "final"), None)
    return {
        "accuracy": [[each["epoch"], round(each["accuracy"][-1], 4)] for each in epochs if each["accuracy"]],
        "seconds": round(sum(each["seconds"] for each in epochs if each["epoch"] >= own), 3),
        "result": final
        and {
            "accuracy": _wilson(final["accuracy"][-1], final["valuation"]["samples"]),
            "edm": final["valuation"]["edm"],
        },
    }


def _wilson(share: float, samples: int) -> dict[str, float]:
    z = 1.959963984540054
    spread = z**2 / samples
    centre = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return {"estimate": share, "low": max(0.0, centre - half), "high": min(1.0, centre + half)}
