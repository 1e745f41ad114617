"""Forms that may arrive twice: the invitation links that one makes follow from its key, so that both answers show the same."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable

from flask import url_for

from app.web.context import site
from app.web.identity import me


def new_key() -> str:
    """What a form carries in its hidden field."""
    return secrets.token_urlsafe(16)


def tokens(key: str) -> Callable[[str], str]:
    """The invitation of an address, for this visitor's form with this key. Nobody works it out without the secret of the site."""

    def token(email: str) -> str:
        digest = hmac.new(site().secret, f"invitation:{me().id}:{key}:{email}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    return token


def invitation_link(token: str) -> str:
    """The whole address, from the configured base: it is handed on in a message, never followed from the page."""
    return site().base_url + url_for("accounts.invitation", token=token)
