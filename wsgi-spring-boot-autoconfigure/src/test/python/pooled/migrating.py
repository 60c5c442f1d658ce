"""Uses Alembic, and Flask-SQLAlchemy, on a connection pool of Spring."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Column, MetaData, Numeric, String, Table, create_engine, inspect, text

wanted = MetaData()
Table(
    "migrated",
    wanted,
    Column("id", BigInteger, primary_key=True),
    Column("title", String(20), nullable=False),
    Column("price", Numeric(8, 2)),
)


def migrations_run(url):
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrated")))
    config.set_main_option("sqlalchemy.url", url)
    engine = create_engine(url)
    command.upgrade(config, "head")
    with engine.connect() as connection:
        rows = connection.execute(text("select title, price from migrated order by id")).all()
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, parents: kind != "table" or name == "migrated"},
        )
        different = compare_metadata(context, wanted)
    command.downgrade(config, "base")
    kept = inspect(engine).has_table("migrated")
    return [(title, float(price)) for title, price in rows], [entry[0] for entry in different], kept


def flask_has_a_database(url):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db = SQLAlchemy(app)

    class Page(db.Model):
        __tablename__ = "flask_page"
        id = db.Column(db.Integer, primary_key=True)
        name = db.Column(db.String(20), unique=True)

    @app.post("/pages/<name>")
    def add(name):
        db.session.add(Page(name=name))
        db.session.commit()
        return str(db.paginate(db.select(Page)).total)

    @app.get("/pages/<name>")
    def find(name):
        return db.first_or_404(db.select(Page).filter_by(name=name)).name

    with app.app_context():
        db.drop_all()
        db.create_all()
    client = app.test_client()
    counts = [client.post(f"/pages/{name}").text for name in "ab"]
    return counts, client.get("/pages/b").text, client.get("/pages/c").status_code
