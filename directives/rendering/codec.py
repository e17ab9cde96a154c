"""Strict, JSON-serialisable value objects: the base of everything that a document is made from.

A document's context is stored beside its PDF for as long as the document lives, so a value is checked when it is made
and again when it is read back: wrong types, unknown keys and missing keys are errors that name the place.
"""

from __future__ import annotations

import datetime
import enum
import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from foundation.text import nfc

# Halves of characters, which no encoding can store, and the marks that ask for the picture form of a letter.
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufe00-\ufe0f]")


class ContextError(ValueError):
    """A value does not fit the document; the message begins with the path to it, as in ``body[2].text: …``."""


def clean(text: str) -> str:
    """Return the text in NFC, without invisible characters, with single spaces; line breaks stay, empty lines go."""
    lines = (" ".join(line.split()) for line in nfc(_UNPRINTABLE.sub("", text)).split("\n"))
    return "\n".join(line for line in lines if line)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return {name: hint for name, hint in typing.get_type_hints(cls).items() if not _is_class_variable(hint)}


def _is_class_variable(hint: Any) -> bool:
    return typing.get_origin(hint) is ClassVar


@dataclass(frozen=True)
class Node:
    """Base of the value objects. Fields hold text, numbers, dates, enums, other nodes, and tuples of these."""

    kind: ClassVar[str] = ""

    def __post_init__(self) -> None:
        cls: Any = type(self)
        for name, hint in _hints(cls).items():
            object.__setattr__(self, name, coerce(hint, getattr(self, name), name))
        self.validate()

    def validate(self) -> None:
        """Raise ``ContextError`` when fields that are right by themselves do not fit together."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values; ``from_dict`` of the result equals this object."""
        data: dict[str, Any] = {"kind": self.kind} if self.kind else {}
        return data | {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``to_dict`` wrote. Raises ``ContextError`` naming the wrong, unknown or missing key."""
        return _decode(cls, data, "")


_N = TypeVar("_N", bound=Node)


def coerce(hint: Any, value: Any, path: str) -> Any:
    """Return the value in the type that the hint asks for, or raise ``ContextError``."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _coerce_union(typing.get_args(hint), value, path)
    if origin is Sequence:
        return _coerce_sequence(typing.get_args(hint)[0], value, path)
    if hint is datetime.date:
        return _coerce_date(value, path)
    if issubclass(hint, enum.Enum):
        return _coerce_enum(hint, value, path)
    return _coerce_plain(hint, value, path)


def _coerce_plain(hint: Any, value: Any, path: str) -> Any:
    if issubclass(hint, Node) and isinstance(value, Mapping):
        return _decode(hint, value, path)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise ContextError(f"{path}: expected {hint.__name__}, got {type(value).__name__}")
    return clean(value) if hint is str else value


def _coerce_union(options: tuple[Any, ...], value: Any, path: str) -> Any:
    if type(None) in options:
        if value is None:
            return None
        options = tuple(option for option in options if option is not type(None))
    if len(options) == 1:
        return coerce(options[0], value, path)
    if isinstance(value, Mapping):
        by_kind = {option.kind: option for option in options}
        if value.get("kind") not in by_kind:
            raise ContextError(f"{path}: kind must be one of {', '.join(sorted(by_kind))}, got {value.get('kind')!r}")
        return _decode(by_kind[value["kind"]], value, path)
    if isinstance(value, options):
        return value
    raise ContextError(f"{path}: expected one of {', '.join(o.__name__ for o in options)}, got {type(value).__name__}")


def _coerce_sequence(item: Any, value: Any, path: str) -> tuple[Any, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        raise ContextError(f"{path}: expected a list, got {type(value).__name__}")
    return tuple(coerce(item, entry, f"{path}[{index}]") for index, entry in enumerate(value))


def _coerce_date(value: Any, path: str) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ContextError(f"{path}: expected a date as YYYY-MM-DD, got {value!r}") from None


def _coerce_enum(hint: type[enum.Enum], value: Any, path: str) -> enum.Enum:
    try:
        return hint(value)
    except ValueError:
        allowed = ", ".join(str(member.value) for member in hint)
        raise ContextError(f"{path}: expected one of {allowed}, got {value!r}") from None


def _decode(cls: type[_N], data: Any, path: str) -> _N:
    where = f"{path}." if path else ""
    if not isinstance(data, Mapping):
        raise ContextError(f"{path or cls.__name__}: expected an object, got {type(data).__name__}")
    known = {field.name: field for field in fields(cls)}
    given = {key: value for key, value in data.items() if key != "kind" or not cls.kind}
    if cls.kind and data.get("kind") != cls.kind:
        raise ContextError(f"{where}kind: expected {cls.kind!r}, got {data.get('kind')!r}")
    if unknown := sorted(set(given) - set(known)):
        raise ContextError(f"{where}{unknown[0]}: unknown key")
    for name, field in known.items():
        if name not in given and field.default is MISSING and field.default_factory is MISSING:
            raise ContextError(f"{where}{name}: missing")
    hashable: Any = cls
    hints = _hints(hashable)
    values = {name: coerce(hints[name], value, f"{where}{name}") for name, value in given.items()}
    try:
        return cls(**values)
    except ContextError as error:
        raise ContextError(f"{where}{error}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value
