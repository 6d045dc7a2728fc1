"""What an environment says about workers and the lab."""

import os

from pydantic import Field, ValidationError

from shapviz.errors import UsageError
from shapviz.runs.options import Options


class Settings(Options):
    """Each field is set by a variable: `workers` by `SHAPVIZ_WORKERS`."""

    workers: int = Field(1, ge=0, description="how many may train at the same time; with 0 none is started")
    linger: float = Field(600.0, ge=0, description="seconds that an idle worker stays, so that a run starts at once")
    threads: int = Field(1, ge=1, description="threads with which a worker computes")
    lab_megabytes: int = Field(1024, ge=0, description="that the lab's networks may take; it holds two in any case")


def settings() -> Settings:
    """Return the settings of this environment.

    Raises:
        UsageError: Naming every variable that cannot be understood.
    """
    variables = {f"SHAPVIZ_{field.upper()}": field for field in Settings.model_fields}
    given = {field: os.environ[name] for name, field in variables.items() if name in os.environ}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        problems = [f"SHAPVIZ_{str(each['loc'][0]).upper()}={each['input']}: {each['msg']}" for each in error.errors()]
        raise UsageError("; ".join(problems) + ".", remedy="Correct the variable, or unset it.") from error
