"""The environment of Alembic, as its template for one database has it."""

from alembic import context
from sqlalchemy import create_engine

engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, version_table="migrated_version")
    with context.begin_transaction():
        context.run_migrations()
