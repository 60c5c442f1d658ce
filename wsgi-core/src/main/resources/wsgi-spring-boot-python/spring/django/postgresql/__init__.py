"""PostgreSQL for Django by the connection pool of the Spring application.

    DATABASES = {"default": {"ENGINE": "spring.django.postgresql", "NAME": "dataSource"}}
"""

from .driver import backend

backend()
