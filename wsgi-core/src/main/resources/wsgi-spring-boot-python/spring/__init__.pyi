from collections.abc import Callable
from typing import Any, TypeVar, overload

from .dbapi import Connection

_F = TypeVar("_F", bound=Callable[..., Any])
_T = TypeVar("_T")

__all__ = [
    "JavaError",
    "NoSuchBeanError",
    "bean",
    "cache",
    "connect",
    "listener",
    "principal",
    "property",
    "publish",
    "transaction",
]

class JavaError(RuntimeError):
    java_class: str
    java_classes: tuple[str, ...]
    message: str | None
    def is_a(self, name: str) -> bool: ...

class NoSuchBeanError(LookupError): ...

class Method:
    @overload
    def __call__(self, *arguments: Any) -> Any: ...
    @overload
    def __call__(self, *arguments: Any, returns: type[_T]) -> _T: ...

class Bean:
    def __getattr__(self, name: str) -> Method: ...

class Cache:
    def get(self, key: Any, default: Any = None) -> Any: ...
    def put(self, key: Any, value: Any) -> None: ...
    def put_if_absent(self, key: Any, value: Any) -> bool: ...
    def evict(self, key: Any) -> None: ...
    def clear(self) -> None: ...

class Transaction:
    def __enter__(self) -> Transaction: ...
    def __exit__(self, kind: Any, value: Any, trace: Any) -> None: ...
    def __call__(self, function: _F) -> _F: ...
    def set_rollback_only(self) -> None: ...

def bean(name: str) -> Bean: ...
@overload
def property(name: str) -> str | None: ...
@overload
def property(name: str, default: _T) -> str | _T: ...
def principal() -> dict[str, Any] | None: ...
def cache(name: str) -> Cache: ...
def connect(
    name: str = "dataSource",
    *,
    autocommit: bool = False,
    isolation_level: str | None = None,
    fetch_size: int = 1000,
    paramstyle: str = "qmark",
    json_loads: Callable[[str], Any] | None = ...,
) -> Connection: ...
def listener(event: str) -> Callable[[_F], _F]: ...
def publish(event: Any, payload: Any = None) -> None: ...
def transaction(
    *,
    propagation: str | None = None,
    isolation: str | None = None,
    timeout: int | None = None,
    read_only: bool = False,
    manager: str | None = None,
) -> Transaction: ...
