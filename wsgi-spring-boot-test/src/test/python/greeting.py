"""Greets, with what a bean of Spring knows."""

import json

from spring import bean, property

people = bean("people")
starts = []
starts.append(1)


def app(environ, start_response):
    path = environ["PATH_INFO"]
    body = environ["wsgi.input"].read()
    headers = [("Content-Type", "application/json"), ("X-Starts", str(len(starts)))]
    if path == "/greeting":
        start_response("200 OK", headers)
        name = environ["QUERY_STRING"].removeprefix("id=")
        return [json.dumps({"greeting": f"Hello, {people.name_of(int(name))}!"}).encode()]
    if path == "/echo" and environ["REQUEST_METHOD"] == "POST":
        start_response("201 Created", [("Content-Type", environ["CONTENT_TYPE"])])
        return iter([body[:2], body[2:]])
    if path == "/profile":
        start_response("200 OK", headers)
        return [json.dumps({"profile": property("greeting.profile")}).encode()]
    if path == "/fail":
        raise ValueError("told to")
    start_response("404 Not Found", headers)
    return [b"{}"]
