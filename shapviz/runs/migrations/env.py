"""Alembic's entry: migrate the connection that `shapviz.runs.database` hands over, in the transaction it has begun."""

from alembic import context

from shapviz.runs.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
