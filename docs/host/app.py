"""A site of its own, with its own users, that has Outset inside it.

Run it from the repository's root::

    .venv/bin/flask --app docs/host/app.py run

Everything below the line 'Outset' is all that a host needs.
"""

from pathlib import Path
from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from lms import LMS
from lms.delivery.guests import Guest


class Base(DeclarativeBase):
    """Base of the host's own tables."""


class Member(UserMixin, Base):
    """Somebody with an account on the host's site."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]


def create_app(instance: Path | None = None, **config: Any) -> Flask:
    """Return the host's site."""
    here = Path(__file__).parent
    folder = (instance or here / "instance").resolve()
    app = Flask(__name__, root_path=str(here), instance_path=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY="only for this example",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.instance_path}/host.sqlite",
        LMS_COUNCIL_NAME="Larkfield Trust",
        LMS_BASE_URL="http://127.0.0.1:5000/training",
        LMS_DEMO=True,
    )
    app.config.update(config)

    db = SQLAlchemy(model_class=Base)
    db.init_app(app)
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.login_view = "sign_in"
    manager.user_loader(lambda key: db.session.get(Member, int(key)))

    @app.get("/")
    def home() -> ResponseReturnValue:
        return render_template("home.html")

    @app.route("/account/sign-in", methods=["GET", "POST"])
    def sign_in() -> ResponseReturnValue:
        if request.method == "POST":
            wanted = db.select(Member).filter_by(email=request.form["email"].lower())
            member = db.session.scalar(wanted)
            if member is not None:
                login_user(member)
                return redirect(request.args.get("next") or url_for("home"))
        return render_template("sign_in.html")

    @app.post("/account/sign-out")
    def sign_out() -> ResponseReturnValue:
        logout_user()
        return redirect(url_for("home"))

    @app.errorhandler(404)
    def missing(_error: Exception) -> ResponseReturnValue:
        return render_template("missing.html"), 404

    # ---------------------------------------------------------------- Outset

    def guest() -> Guest | None:
        """Say who is signed in, in Outset's words."""
        if not current_user.is_authenticated:
            return None
        return Guest(
            email=current_user.email,
            first_name=current_user.first_name,
            last_name=current_user.last_name,
        )

    training = LMS()
    training.init_app(
        app,
        url_prefix="/training",
        session=db.session,
        guest=guest,
        base_template="host.html",
    )

    with app.app_context():
        db.create_all()
        training.upgrade(app)
        if db.session.scalar(db.select(Member)) is None:
            db.session.add(
                Member(email="ada@larkfield.example", first_name="Ada", last_name="Quinn")
            )
            db.session.commit()
    return app
