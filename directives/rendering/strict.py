"""Templates of official documents: nothing undefined is ever shown as empty, nothing typed is ever markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import SafeString

from directives.rendering.typeface import printable


class UndefinedInTemplateError(LookupError):
    """A document template names something that the view does not hold."""


class StrictDict(dict[str, Any]):
    """A mapping whose missing keys are errors in every tag, ``if`` and ``for`` included."""

    def __missing__(self, key: str) -> Any:
        # Not a KeyError: Django's template language swallows those.
        raise UndefinedInTemplateError(f"undefined in a document template: {key}")


class _RaiseWhenUndefined(str):
    """The engine asks this string to stand in for an undefined variable; it refuses."""

    __slots__ = ()

    def __contains__(self, item: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        raise UndefinedInTemplateError(f"undefined in a document template: {variable}")


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return the engine that only document templates use: no context processors, no other template folders."""
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates")],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
        string_if_invalid=_RaiseWhenUndefined("%s"),
        autoescape=True,
    )


def strict(value: Any) -> Any:
    """Return the value with strict mappings all the way down and every text in letters that the typeface has."""
    if isinstance(value, SafeString):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return StrictDict({key: strict(entry) for key, entry in value.items()})
    if isinstance(value, Sequence):
        return [strict(entry) for entry in value]
    return value


def render_template(name: str, view: Mapping[str, Any]) -> str:
    """Return the HTML of ``documents/<name>.html``; templates reach the view as ``doc``.

    Raises ``UndefinedInTemplateError`` when the template and the view do not agree.
    """
    template = engine().get_template(f"documents/{name}.html")
    return template.render(Context({"doc": strict(view)}, use_l10n=False, use_tz=False))
