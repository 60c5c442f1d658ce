"""What Alembic has to know of H2."""

from alembic.ddl.base import ColumnName, ColumnType, alter_column, alter_table, format_column_name, format_type
from alembic.ddl.impl import DefaultImpl
from sqlalchemy.ext.compiler import compiles

__all__ = ["H2Impl"]


class H2Impl(DefaultImpl):
    """H2. It commits before each change of a table."""

    __dialect__ = "h2"
    transactional_ddl = False


@compiles(ColumnName, "h2")
def _rename(element, compiler, **keywords):
    table = alter_table(compiler, element.table_name, element.schema)
    old, new = (format_column_name(compiler, name) for name in (element.column_name, element.newname))
    return f"{table} RENAME COLUMN {old} TO {new}"


@compiles(ColumnType, "h2")
def _change_type(element, compiler, **keywords):
    table = alter_table(compiler, element.table_name, element.schema)
    column = alter_column(compiler, element.column_name)
    return f"{table} {column} SET DATA TYPE {format_type(compiler, element.type_)}"
