"""Flask with SQLAlchemy and its pool of connections."""

import os

from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship
from werkzeug.security import check_password_hash, generate_password_hash


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["SQLALCHEMY_URL"]
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True}
db.init_app(app)


class Author(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    poems: Mapped[list["Poem"]] = relationship(back_populates="author", cascade="all, delete-orphan")


class Poem(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id))
    author: Mapped[Author] = relationship(back_populates="poems")


@app.post("/authors")
def create():
    data = request.get_json()
    author = Author(name=data["name"], poems=[Poem(title=title) for title in data["poems"]])
    db.session.add(author)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return jsonify(error="there is one already"), 409
    return jsonify(id=author.id), 201


@app.get("/authors")
def authors():
    query = select(Author).options(joinedload(Author.poems)).order_by(Author.name)
    return [
        {"name": author.name, "poems": sorted(poem.title for poem in author.poems)}
        for author in db.session.scalars(query).unique()
    ]


@app.get("/counts")
def counts():
    query = select(Author.name, func.count(Poem.id)).join(Poem).group_by(Author.name).order_by(Author.name)
    return [list(row) for row in db.session.execute(query)]


@app.get("/fails")
def fails():
    db.session.add(Author(name="Nobody"))
    db.session.flush()
    raise RuntimeError("the request fails in a transaction")


@app.post("/password")
def password():
    """Store a password as Werkzeug does it, and try it and another one."""
    stored = generate_password_hash(request.form["password"])
    right, wrong = (check_password_hash(stored, word) for word in (request.form["password"], "another"))
    return f"{stored} {right} {wrong}"


@app.get("/pool")
def pool():
    """How many connections are in use, and how many there are: this request needs none."""
    return {"in use": db.engine.pool.checkedout(), "idle": db.engine.pool.checkedin()}


@app.get("/session")
def session():
    """Keep a session of PostgreSQL busy; tell which one it is, and how many this process has."""
    db.session.execute(select(func.pg_sleep(float(request.args["seconds"]))))
    query = text("select pg_backend_pid(), count(*) from pg_stat_activity where usename = current_user")
    return dict(zip(("session", "sessions"), db.session.execute(query).one()))


@app.get("/break")
def break_sessions():
    """End all sessions of PostgreSQL but this one, as when its server starts again."""
    query = text(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where usename = current_user and pid <> pg_backend_pid()"
    )
    return {"ended": db.session.scalar(query)}


with app.app_context():
    db.drop_all()
    db.create_all()
