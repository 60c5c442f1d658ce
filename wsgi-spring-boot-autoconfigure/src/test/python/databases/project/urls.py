"""The pages of the project."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from shop import views

router = DefaultRouter()
router.register("books", views.BookViewSet)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/", include(router.urls)),
    path("connection", views.connection_in_use),
    path("rolled-back", views.rolled_back),
    path("titles", views.titles),
]
