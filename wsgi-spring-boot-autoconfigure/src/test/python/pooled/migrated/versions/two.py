"""A further column, and another name."""

import sqlalchemy as sa
from alembic import op

revision = "two"
down_revision = "one"


def upgrade():
    with op.batch_alter_table("migrated") as batch:
        batch.add_column(sa.Column("price", sa.Numeric(8, 2)))
        batch.alter_column("name", new_column_name="title", existing_type=sa.String(20), existing_nullable=False)
        batch.alter_column("id", type_=sa.BigInteger, existing_type=sa.Integer)
    op.execute("update migrated set price = 1.5")


def downgrade():
    with op.batch_alter_table("migrated") as batch:
        batch.drop_column("price")
        batch.alter_column("id", type_=sa.Integer, existing_type=sa.BigInteger)
        batch.alter_column("title", new_column_name="name", existing_type=sa.String(20), existing_nullable=False)
