"""Runs as files to download, under addresses of their own: `/export/ID.FORMAT`."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from shapviz.errors import ShapvizError, UnknownNameError
from shapviz.runs import exchange
from shapviz.runs.artifacts import ArtifactStore
from shapviz.ui import assets, resources

KINDS = {"csv": "text/csv", "json": "application/json", "npz": "application/octet-stream", "zip": "application/zip"}


def address() -> str:
    """Return what the address of a run's file begins with."""
    return f"{assets.base()}/export/"


def routes() -> list[Route]:
    """Return the route of the files. They are made when somebody asks for them, in a thread of the server's pool."""
    return [Route(f"{address()}{{run}}.{{format}}", _file)]


def _file(request: Request) -> Response:
    run, format = request.path_params["run"], request.path_params["format"]
    try:
        run_id, name = resources.store().whose(run)
        data = exchange.export(resources.store(), ArtifactStore.open(), run_id, format)
    except UnknownNameError as error:
        return PlainTextResponse(str(error), status_code=404)
    except ShapvizError as error:
        return PlainTextResponse(str(error), status_code=409)
    headers = {"Content-Disposition": f'attachment; filename="{exchange.filename(name, format)}"'}
    return Response(data, media_type=KINDS[format], headers=headers | {"Cache-Control": "no-store"})
