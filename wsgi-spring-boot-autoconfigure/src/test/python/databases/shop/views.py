"""The programming interface, and pages that tell about connections and transactions."""

import threading

from django.db import connection
from django.http import HttpResponse, JsonResponse
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from shop.models import Book


class BookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Book
        fields = ["id", "title", "price", "published"]


class BookViewSet(viewsets.ModelViewSet):
    queryset = Book.objects.all()
    serializer_class = BookSerializer
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = None

    @action(detail=False, throttle_scope="rare")
    def rare(self, request):
        return Response("one of few")


def titles(request):
    return HttpResponse("\n".join(Book.objects.values_list("title", flat=True)))


def rolled_back(request):
    Book.objects.create(title="Never there", price=1)
    raise RuntimeError("the request and its transaction fail")


def connection_in_use(request):
    """Which connection the thread has."""
    connection.ensure_connection()
    return JsonResponse({"thread": threading.current_thread().name, "connection": id(connection.connection)})
