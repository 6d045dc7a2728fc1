"""The history of the run store's tables, and the way from any of its versions to ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from shapviz.runs import troubles
from shapviz.runs.tables import VERSION_TABLE


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for the store on `connection`: no ini file, these scripts."""
    result = Config()
    result.set_main_option("script_location", str(Path(__file__).parent))
    result.attributes["connection"] = connection
    return result


def upgrade(connection: Connection) -> None:
    """Bring the store on `connection` to the newest revision, in the transaction that has begun there.

    Raises:
        StoreError: If a newer shapviz has migrated it to a revision that this one does not know.
    """
    here = config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(here).walk_revisions()}
    found = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    if found is not None and found not in known:
        raise troubles.newer(connection.engine.url, found)
    command.upgrade(here, "head")
