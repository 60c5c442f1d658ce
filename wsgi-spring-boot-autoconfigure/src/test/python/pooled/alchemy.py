"""Uses SQLAlchemy on a connection pool of Spring."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    Interval,
    LargeBinary,
    Numeric,
    String,
    Text,
    Uuid,
    create_engine,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from spring import transaction


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "alchemy_author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    poems: Mapped[list["Poem"]] = relationship(back_populates="author", order_by="Poem.id")


class Poem(Base):
    __tablename__ = "alchemy_poem"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(Author.id), index=True)
    title: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal | None] = mapped_column(Numeric(8, 2, asdecimal=True))
    weight: Mapped[float | None]
    printed: Mapped[bool | None]
    written: Mapped[date | None]
    added: Mapped[datetime | None]
    took: Mapped[timedelta | None] = mapped_column(Interval)
    number: Mapped[UUID | None] = mapped_column(Uuid)
    scan: Mapped[bytes | None] = mapped_column(LargeBinary)
    notes: Mapped[dict | None] = mapped_column(JSON)
    author: Mapped[Author] = relationship(back_populates="poems")


VALUES = {
    "price": Decimal("1.50"),
    "weight": 0.25,
    "printed": True,
    "written": date(2026, 2, 28),
    "added": datetime(2026, 2, 28, 1, 2, 3, 4),
    "took": timedelta(days=1, microseconds=5),
    "number": UUID("12345678-1234-5678-1234-567812345678"),
    "scan": b"\x00\xff",
    "notes": {"a": [1, None, "%s ? :b"]},
}


def values_come_back(url):
    engine = fresh(url)
    with Session(engine) as session:
        session.add(Author(name="Sappho", poems=[Poem(title="100% ? :a", **VALUES), Poem(title="none")]))
        session.commit()
    with Session(engine) as session:
        full, empty = session.scalars(select(Poem).order_by(Poem.id)).all()
        wrong = {name: getattr(full, name) for name, value in VALUES.items() if getattr(full, name) != value}
        left = {name: getattr(empty, name) for name in VALUES if getattr(empty, name) is not None}
        return wrong, left, full.title, full.author.name, len(full.author.poems)


def many_are_written_and_read(url):
    engine = fresh(url)
    with engine.begin() as connection:
        connection.execute(Author.__table__.insert(), [{"name": f"a{i}"} for i in range(1500)])
    with Session(engine) as session:
        session.add_all(Author(name=f"b{i}") for i in range(50))
        session.flush()
        keys = {author.id for author in session.scalars(select(Author).where(Author.name.like("b%")))}
        read = sum(1 for _ in session.scalars(select(Author).execution_options(yield_per=100)))
        some = session.scalar(select(func.count()).where(Author.name.in_(["a1", "a2", "b3"])))
        page = session.scalars(select(Author.name).order_by(Author.id).limit(2).offset(3)).all()
        session.rollback()
        return len(keys), read, some, page, session.scalar(select(func.count(Author.id)))


def failures_are_known(url):
    engine = fresh(url)
    with Session(engine) as session:
        session.add(Author(name="twice"))
        session.commit()
        try:
            with session.begin_nested():
                session.add(Author(name="twice"))
        except IntegrityError as failure:
            found = type(failure.orig).__name__
        return found, session.scalar(select(func.count(Author.id)))


def isolation_is_set(url):
    engine = fresh(url)
    with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        found = [connection.get_isolation_level()]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("insert into alchemy_author (id, name) values (:id, :name)"), {"id": 7, "name": "x"})
    with engine.connect() as connection:
        found.append(connection.scalar(select(func.count(Author.id))))
    return found


def transaction_is_joined(url):
    engine = fresh(url)
    manager = "sqliteTransactionManager" if engine.name == "sqlite" else None
    with transaction(manager=manager) as current:
        with engine.begin() as connection:
            connection.execute(Author.__table__.insert(), {"name": "joined"})
        with engine.connect() as connection:
            seen = connection.scalar(select(func.count(Author.id)))
        current.set_rollback_only()
    with engine.connect() as connection:
        return seen, connection.scalar(select(func.count(Author.id)))


def tables_are_reflected(url):
    found = inspect(fresh(url))
    keys = found.get_foreign_keys("alchemy_poem")
    return (
        found.has_table("alchemy_poem"),
        found.has_table("alchemy_novel"),
        [column["name"] for column in found.get_columns("alchemy_author")],
        found.get_pk_constraint("alchemy_author")["constrained_columns"],
        [(key["constrained_columns"], key["referred_table"], key["referred_columns"]) for key in keys],
        [index["column_names"] for index in found.get_indexes("alchemy_poem")],
        [each["column_names"] for each in found.get_unique_constraints("alchemy_author")],
    )


def fresh(url):
    engine = create_engine(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    return engine


def migrations_run(url):
    import migrating

    return migrating.migrations_run(url)


def flask_has_a_database(url):
    import migrating

    return migrating.flask_has_a_database(url)
