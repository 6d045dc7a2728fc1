"""From an HTTP request to a wish that may be fulfilled, and from an error to what the page shows."""

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shapviz.errors import ShapvizError, UnknownNameError, UsageError
from shapviz.ui.labs import wishes
from shapviz.ui.labs.tokens import is_valid
from shapviz.ui.labs.wishes import AnyWish

MOST_BYTES = 65_536  # of a question: the longest that a page asks has a tenth of them
NOT_KEPT = {"Cache-Control": "no-store"}
Endpoint = Callable[[Request], Awaitable[Response]]
log = logging.getLogger(__name__)


class ForbiddenError(UsageError):
    """Somebody asks about a run whose page this server has not drawn for them."""


class DeletedError(UsageError):
    """A run was deleted while somebody looked at it."""


class TooLongError(UsageError):
    """A question is longer than any that a page asks."""


_STATUS: dict[type[ShapvizError], int] = {
    ForbiddenError: 403,
    DeletedError: 404,
    UnknownNameError: 404,
    TooLongError: 413,
    UsageError: 409,
    ShapvizError: 503,
}


def posted(kind: type[AnyWish], fulfil: Callable[[AnyWish], Awaitable[Response]]) -> Endpoint:
    """Return an endpoint that reads a wish from a body."""

    async def answer(request: Request) -> Response:
        return await fulfil(_allowed(wishes.read(kind, await _body(request))))

    return _telling(answer)


def queried(kind: type[AnyWish], fulfil: Callable[[AnyWish], Awaitable[Response]]) -> Endpoint:
    """Return an endpoint that reads a wish from the query of the address."""

    async def answer(request: Request) -> Response:
        return await fulfil(_allowed(wishes.read(kind, request.query_params)))

    return _telling(answer)


def document(text: str, **seconds: float) -> Response:
    """Return a JSON document that nobody keeps. A browser's tools show where the `seconds` went."""
    timing = {"Server-Timing": ", ".join(f"{name};dur={1000 * spent:.1f}" for name, spent in seconds.items())}
    return Response(text, media_type="application/json", headers=NOT_KEPT | (timing if seconds else {}))


def _telling(answer: Endpoint) -> Endpoint:
    """Return the endpoint with errors told as JSON, by a status and a sentence."""

    async def endpoint(request: Request) -> Response:
        try:
            return await answer(request)
        except ShapvizError as error:
            status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
            return _refusal(error, status)
        except Exception:
            log.exception("A question to the lab could not be answered.")
            fault = ShapvizError("Something failed that should not have.", remedy="The server's log says what.")
            return _refusal(fault, 500)

    return endpoint


def _refusal(error: ShapvizError, status: int) -> Response:
    told = {"error": {"problem": error.problem, "remedy": error.remedy}}
    return JSONResponse(told, status_code=status, headers=NOT_KEPT)


def _allowed(wish: AnyWish) -> AnyWish:
    """Return the wish of somebody who was shown all the runs that it is about.

    Raises:
        ForbiddenError: If they were not, or by a server that has since been started again.
    """
    if not all(is_valid(token, run) for run, token in wish.shown):
        raise ForbiddenError("This page was opened before the server was started again.", remedy="Reload the page.")
    return wish


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLongError(f"A question has at most {MOST_BYTES} bytes.", remedy="Reload the page.")
    return body
