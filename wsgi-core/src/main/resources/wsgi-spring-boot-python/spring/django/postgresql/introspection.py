"""Tells Django about tables."""

from django.db.backends.postgresql import introspection

__all__ = ["DatabaseIntrospection"]


class DatabaseIntrospection(introspection.DatabaseIntrospection):
    """Knows types by their names."""

    data_types_reverse = {
        "bool": "BooleanField",
        "bpchar": "CharField",
        "bytea": "BinaryField",
        "date": "DateField",
        "float4": "FloatField",
        "float8": "FloatField",
        "inet": "GenericIPAddressField",
        "int2": "SmallIntegerField",
        "int4": "IntegerField",
        "int8": "BigIntegerField",
        "interval": "DurationField",
        "jsonb": "JSONField",
        "numeric": "DecimalField",
        "text": "TextField",
        "time": "TimeField",
        "timestamp": "DateTimeField",
        "timestamptz": "DateTimeField",
        "timetz": "TimeField",
        "uuid": "UUIDField",
        "varchar": "CharField",
    }
