"""Tokens that prove that a form came from a page of ours; a host's protection accepts them too."""

from flask import Flask, current_app
from flask_wtf.csrf import CSRFProtect, generate_csrf

DEFAULTS = {
    "WTF_CSRF_ENABLED": True,
    "WTF_CSRF_METHODS": {"POST", "PUT", "PATCH", "DELETE"},
    "WTF_CSRF_FIELD_NAME": "csrf_token",
    "WTF_CSRF_HEADERS": ["X-CSRFToken", "X-CSRF-Token"],
    "WTF_CSRF_TIME_LIMIT": None,
    "WTF_CSRF_SSL_STRICT": True,
}

protection = CSRFProtect()


def install(app: Flask) -> None:
    """Give ``app`` what tokens need, and nothing that changes how a host protects itself."""
    for key, value in DEFAULTS.items():
        app.config.setdefault(key, value)
    app.jinja_env.globals.setdefault("csrf_token", generate_csrf)


def check() -> None:
    """Refuse a form that did not come from a page of ours. Raises CSRFError."""
    if current_app.config["WTF_CSRF_ENABLED"]:
        protection.protect()
