"""A Django project in one module, served by Django's ASGI handler."""

import asyncio
import threading

from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    DEBUG=False,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="for tests only",
)


async def hello(request):
    await asyncio.sleep(0)
    return JsonResponse({"path": request.path, "info": request.path_info, "query": request.GET.dict()})


def sync(request, number):
    return HttpResponse(f"{number} {threading.current_thread().name}")


async def stream(request):
    async def parts():
        for index in range(3):
            yield f"part {index}\n"

    return StreamingHttpResponse(parts())


async def body(request):
    return HttpResponse(str(len(request.body)))


urlpatterns = [
    path("hello", hello),
    path("sync/<int:number>", sync),
    path("stream", stream),
    path("body", body),
]

from django.core.asgi import get_asgi_application

application = get_asgi_application()
