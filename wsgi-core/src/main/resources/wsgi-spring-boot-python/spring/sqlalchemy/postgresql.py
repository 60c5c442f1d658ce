"""The dialect for PostgreSQL."""

from decimal import Decimal

from sqlalchemy import types
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL, JSON, JSONB
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.postgresql.pg_catalog import INT2VECTOR, OIDVECTOR
from sqlalchemy.engine.processors import to_decimal_processor_factory, to_float

from .pooled import PooledDialect

__all__ = ["PostgreSQLDialect"]


class _Number:
    render_bind_cast = True

    def bind_processor(self, dialect):
        return None

    def result_processor(self, dialect, coltype):
        if not self.asdecimal:
            return None if coltype.kind == "f" else to_float
        if coltype.kind == "f":
            return to_decimal_processor_factory(Decimal, self._effective_decimal_return_scale)
        return None


class _Numeric(_Number, types.Numeric):
    pass


class _Float(_Number, types.Float):
    pass


class _Interval(INTERVAL):
    render_bind_cast = True

    @classmethod
    def adapt_emulated_to_native(cls, interval, **keywords):
        return cls(precision=interval.second_precision)


class _Vector:
    def result_processor(self, dialect, coltype):
        return lambda value: None if value is None else [int(part) for part in value.split()]


class _Int2Vector(_Vector, INT2VECTOR):
    pass


class _OidVector(_Vector, OIDVECTOR):
    pass


def _cast(base):
    # The server is told the type, as it gets parameters apart from the statement
    return type(base.__name__, (base,), {"render_bind_cast": True, "__module__": __name__})


class PostgreSQLDialect(PooledDialect, PGDialect):
    """PostgreSQL."""

    default_paramstyle = "format"
    supports_sane_multi_rowcount = True
    render_bind_cast = True
    colspecs = {
        **PGDialect.colspecs,
        types.ARRAY: _cast(ARRAY),
        types.BigInteger: _cast(types.BigInteger),
        types.Boolean: _cast(types.Boolean),
        types.Date: _cast(types.Date),
        types.DateTime: _cast(types.DateTime),
        types.Float: _Float,
        types.Integer: _cast(types.Integer),
        types.Interval: _Interval,
        INTERVAL: _Interval,
        INT2VECTOR: _Int2Vector,
        OIDVECTOR: _OidVector,
        types.JSON: _cast(JSON),
        JSONB: _cast(JSONB),
        types.Numeric: _Numeric,
        types.SmallInteger: _cast(types.SmallInteger),
        types.String: _cast(types.String),
        types.Time: _cast(types.Time),
    }
