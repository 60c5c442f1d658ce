"""Uses Django on a connection pool of Spring."""

import io
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import django
from django.conf import settings

# For django.contrib.postgres, which looks for a driver before there is a database
import spring.django.postgresql  # noqa: F401
from spring import bean, transaction

settings.configure(
    DATABASES={"default": {"ENGINE": "spring.django.postgresql", "NAME": "dataSource", "CONN_MAX_AGE": 60}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.postgres",
        "django.contrib.sessions",
    ],
    SECRET_KEY="of a test",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.contrib.postgres.fields import ArrayField  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import DataError, IntegrityError, connection, models  # noqa: E402
from django.db import transaction as django_transaction  # noqa: E402


class Record(models.Model):
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    took = models.DurationField(null=True)
    number = models.UUIDField(null=True)
    scan = models.BinaryField(null=True)
    notes = models.JSONField(null=True)
    address = models.GenericIPAddressField(null=True)
    tags = ArrayField(models.TextField(), null=True)

    class Meta:
        app_label = "djangoed"


def migrations_run():
    told = io.StringIO()
    call_command("migrate", stdout=told, verbosity=1)
    call_command("migrate", stdout=told, verbosity=1)
    with connection.schema_editor() as editor:
        editor.execute("drop table if exists djangoed_record")
        editor.create_model(Record)
    return "No migrations to apply" in told.getvalue(), "auth_user" in connection.introspection.table_names()


def values_come_back():
    values = {
        "price": Decimal("1.50"),
        "took": timedelta(days=-1, microseconds=5),
        "number": UUID("12345678-1234-5678-1234-567812345678"),
        "scan": b"\x00\xff",
        "notes": {"a": [1, None, "%s ? '"]},
        "address": "10.0.0.1",
        "tags": ["a", "b\\"],
    }
    record = Record.objects.create(**values)
    found = Record.objects.get(pk=record.pk)
    wrong = {
        name: getattr(found, name)
        for name, value in values.items()
        if (bytes(getattr(found, name)) if name == "scan" else getattr(found, name)) != value
    }
    by_key = Record.objects.filter(notes__a__contains=[1], notes__has_key="a", tags__contains=["a"])
    return wrong, by_key.filter(pk=record.pk).exists()


def users_are_kept():
    User.objects.filter(username="o'neil % ?").delete()
    user = User.objects.create_user("o'neil % ?", "a@b.c", "secret")
    found = User.objects.get(username__icontains="NEIL % ?")
    return found.pk == user.pk, found.date_joined == user.date_joined, found.check_password("secret")


def blocks_are_atomic():
    Group.objects.all().delete()
    with django_transaction.atomic():
        Group.objects.create(name="kept")
        try:
            with django_transaction.atomic():
                Group.objects.create(name="lost")
                Group.objects.create(name="kept")
        except IntegrityError as failure:
            found = type(failure.__cause__).__name__
    try:
        Group.objects.create(name="x" * 500)
    except DataError:
        return found, list(Group.objects.values_list("name", flat=True))


def many_are_read():
    Group.objects.all().delete()
    Group.objects.bulk_create([Group(name=f"group {i}") for i in range(1000)], batch_size=300)
    outside = sum(1 for _ in Group.objects.iterator(chunk_size=70))
    with django_transaction.atomic():
        return outside, sum(1 for _ in Group.objects.iterator(chunk_size=70))


def numbers_are_literals():
    with connection.cursor() as cursor:
        cursor.execute("select 5.0::float -%s, 5.0 -%s, 5 -%s", [-0.0, Decimal("-0.0"), -1])
        return list(cursor.fetchone())


def transaction_is_joined():
    Group.objects.all().delete()
    count = "select count(*) from auth_group"
    with transaction() as current:
        with django_transaction.atomic():
            Group.objects.create(name="joined")
        seen = bean("counter").count(count)
        current.set_rollback_only()
    return seen, bean("counter").count(count), Group.objects.count()


def connection_is_left():
    Group.objects.count()
    return connection.connection is not None
