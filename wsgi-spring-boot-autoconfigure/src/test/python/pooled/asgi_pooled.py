"""Uses a connection pool of Spring in an application of ASGI; the path names what is done."""

import asyncio

from spring import bean, connect, transaction

kept = []


async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    name = scope["path"].rpartition("/")[2].replace("-", "_")
    try:
        told = str(await globals()[name]())
    except RuntimeError as failure:
        told = f"{type(failure).__name__}: {failure}"
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": told.encode()})


def leave():
    kept.append(connect())
    return kept[-1].cursor().execute("select 1").fetchone()


async def left_in_thread():
    return await asyncio.to_thread(leave)


async def left_and_failed():
    leave()
    raise KeyError("nobody closes it")


async def transaction_in_thread():
    return await asyncio.to_thread(take_back)


def take_back():
    shelf = bean("shelf")
    with transaction() as current:
        shelf.add("asgi")
        with connect() as connection:
            found = connection.cursor().execute("select count(*) from books where title = 'asgi'").fetchone()[0]
        current.set_rollback_only()
    return found, shelf.count("asgi")


async def transaction_left_in_thread():
    return await asyncio.to_thread(begin)


def begin():
    kept.append(transaction())
    kept[-1].__enter__()
    with connect() as connection:
        return connection.cursor().execute("select 1").fetchone()


async def count_in_thread():
    return await asyncio.to_thread(bean("shelf").count, "asgi")


async def transaction_on_loop():
    with transaction():
        await asyncio.sleep(0)


async def left_on_loop():
    return leave()
