"""Proof that a question comes from a page that this server has drawn.

Routes carry no login and no session of Streamlit's. Whoever is shown a page about a run gets a token with it, and only
with it the lab is asked: a page of another site, or a script that knows nothing but an address, starts no computation.
"""

import hashlib
import hmac
import secrets
from functools import cache


def token(run: str) -> str:
    """Return the token for questions about a run, by its id. It holds until the server ends."""
    return hmac.new(_secret(), run.encode(), hashlib.sha256).hexdigest()[:32]


def is_valid(shown: str, run: str) -> bool:
    """Return whether this server has issued the token for the run. How long that takes tells nothing."""
    return hmac.compare_digest(shown.encode(), token(run).encode())


@cache
def _secret() -> bytes:
    return secrets.token_bytes(32)
