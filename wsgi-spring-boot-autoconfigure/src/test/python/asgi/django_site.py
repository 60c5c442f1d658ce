"""A Django project in one module, served by Django's ASGI handler, with the WebSockets of Channels."""

import asyncio
import threading

from django.conf import settings
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["*"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
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

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer, WebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application


class Room(AsyncJsonWebsocketConsumer):
    """Tells all who are in a room what one of them says."""

    async def connect(self):
        self.room = self.scope["url_route"]["kwargs"]["room"]
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept()
        await self.send_json({"room": self.room})

    async def receive_json(self, content):
        words = await database_sync_to_async(content["text"].upper)()
        await self.channel_layer.group_send(self.room, {"type": "said", "text": words})

    async def said(self, event):
        await self.send_json({"text": event["text"]})

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.room, self.channel_name)
        await self.channel_layer.group_send(self.room, {"type": "said", "text": f"one left with {code}"})


class Echo(WebsocketConsumer):
    """A consumer that is not async, which Channels calls in a thread."""

    def connect(self):
        if self.scope["url_route"]["kwargs"]["name"] == "nobody":
            self.close()
        else:
            self.accept()

    def receive(self, text_data=None, bytes_data=None):
        self.send(text_data=text_data, bytes_data=bytes_data)


application = ProtocolTypeRouter({
    "http": get_asgi_application(),
    "websocket": URLRouter([path("rooms/<slug:room>", Room.as_asgi()), path("echo/<slug:name>", Echo.as_asgi())]),
})
