"""A table."""

import sqlalchemy as sa
from alembic import op

revision = "one"
down_revision = None


def upgrade():
    op.create_table(
        "migrated",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(20), nullable=False),
    )
    op.bulk_insert(sa.table("migrated", sa.column("name", sa.String)), [{"name": "a % ? :b"}, {"name": "c"}])


def downgrade():
    op.drop_table("migrated")
