"""A real identity provider, canaille, in a process of its own: ``python -m … PORT NAME BACK…``.

Everything is in its memory and gone when it ends. Whose surname is Unverified has an address
that it does not vouch for.
"""

import os
import sys

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain http, on loopback

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from flask import Flask
from werkzeug.serving import make_server

CLIENT, SECRET, PASSWORD = "outset", "known to both", "correct horse battery"
PEOPLE = (
    ("ada", "Ada", "Known", "ada.known@marlshire.example"),
    ("nia", "Nia", "Unheard", "nia.unheard@marlshire.example"),
    ("bea", "Bea", "Twice", "bea.twice@marlshire.example"),
    ("dee", "Dee", "Declines", "dee.declines@marlshire.example"),
    ("eve", "Eve", "Watched", "eve.watched@marlshire.example"),
    ("una", "Una", "Unverified", "una.unverified@marlshire.example"),
)


def provider(port: int, name: str, backs: list[str]) -> Flask:
    app = create_app(
        {
            "SECRET_KEY": "only for tests",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {
                "NAME": name,
                "DATABASE": "memory",
                "JAVASCRIPT": False,
                "HTMX": False,
                "CAPTCHA_ENABLED": False,
                "LOGGING": None,
                "ACL": {"DEFAULT": {"PERMISSIONS": ["edit_self", "use_oidc"]}},
            },
            "CANAILLE_OIDC": {"TRUSTED_DOMAINS": ["127.0.0.1"]},
        }
    )
    app.config["SESSION_COOKIE_NAME"] = f"canaille-{port}"  # several on one host
    app.config["CANAILLE_OIDC"]["USERINFO_MAPPING"]["EMAIL_VERIFIED"] = (
        "{% if user.family_name != 'Unverified' %}true{% endif %}"
    )
    with app.app_context(), Backend.instance.session():
        fill(backs)
    return app


def fill(backs: list[str]) -> None:
    for user_name, first, last, address in PEOPLE:
        Backend.instance.save(
            models.User(
                user_name=user_name,
                given_name=first,
                family_name=last,
                formatted_name=f"{first} {last}",
                emails=[address],
                password=PASSWORD,
            )
        )
    made = models.Client(
        client_id=CLIENT,
        client_secret=SECRET,
        client_name="Outset",
        client_uri="https://outset.example",
        redirect_uris=backs,
        post_logout_redirect_uris=[back.partition("/sign-in/")[0] + "/sign-in" for back in backs],
        grant_types=["authorization_code"],
        response_types=["code"],
        scope=["openid", "profile", "email"],
        token_endpoint_auth_method="client_secret_basic",
        id_token_signed_response_alg="RS256",
    )
    Backend.instance.save(made)
    made.audience = [made]  # only what is saved can be named
    Backend.instance.save(made)


if __name__ == "__main__":
    port, name, *backs = sys.argv[1:]
    make_server(
        "127.0.0.1", int(port), provider(int(port), name, backs), threaded=True
    ).serve_forever()
