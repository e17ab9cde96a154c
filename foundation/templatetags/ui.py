"""Template tags of the shared components; a builtin library, so templates need no ``{% load ui %}``.

``templates/components/README.md`` shows how each one is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation import clock, formatting, icons, tones
from foundation.components import TimelineItem
from foundation.templatetags import ui_files, ui_forms

register = template.Library()
register.filter("points", formatting.points)
register.filter("number", formatting.number)
register.filter("money", formatting.money)
register.filter("day", formatting.day)
register.filter("moment", formatting.moment)
register.simple_tag(icons.icon, name="icon")
ui_forms.add_to(register)
ui_files.add_to(register)


# -- The frame -------------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/main_nav.html", takes_context=True)
def main_nav(context: dict[str, Any]) -> dict[str, Any]:
    """The main menu; the entry whose address is the longest beginning of this page's address is the current one."""
    items = context.get("nav_items") or []
    items = items() if callable(items) else items
    entries = [{"label": item.label, "url": url} for item in items if (url := _reverse(item.url_name))]
    request = context.get("request")
    path = request.path if request else ""
    inside = [
        entry["url"] for entry in entries if path == entry["url"] or path.startswith(entry["url"].rstrip("/") + "/")
    ]
    current = max((url for url in inside if url != "/" or path == "/"), key=len, default=None)
    for entry in entries:
        entry["current"] = entry["url"] == current
        entry["exact"] = entry["url"] == path
    return {"entries": entries}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*parts: Any) -> dict[str, Any]:
    """Labels and addresses in turn; the last label is the page itself and has no address.

    An empty address stands for a place that the person may not open: its label is shown without a link.
    """
    pairs = [(parts[index], parts[index + 1]) for index in range(0, len(parts) - 1, 2)]
    return {"crumbs": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.simple_block_tag
def page_header(content: str, title: Any, lead: Any = "", kicker: Any = "", status: Any = "") -> SafeString:
    """The page's one h1, with a line of explanation and the page's actions as content."""
    return _partial(
        "page_header", title=title, lead=lead, kicker=kicker, status=status, actions=mark_safe(content.strip())
    )


@register.inclusion_tag("components/decision_line.html")
def decision_line(decision: Any, note: Any = "") -> dict[str, Any]:
    """The decision under which the page's business is done."""
    return {"decision": decision, "note": note}


@register.inclusion_tag("components/training_banner.html")
def training_banner() -> dict[str, Any]:
    """The mark of training rounds; base.html shows it wherever ``training`` is true."""
    return {}


# -- Saying how things stand -----------------------------------------------------------------------------------------
@register.simple_tag
def status_tag(state: Any, label: Any = "", tone: str = "") -> SafeString:
    """A state in words and in its colour. Without ``tone`` the state's value decides (``foundation.tones``)."""
    text = label or getattr(state, "label", state)
    tone = tone or tones.tone_of(str(getattr(state, "value", state)))
    return format_html('<strong class="tag tag-{}">{}</strong>', tone, text)


@register.inclusion_tag("components/stars.html")
def stars(value: int | None) -> dict[str, Any]:
    """One to five stars, "no star", or "not ranked" for ``None``."""
    return {"value": value, "drawing": icons.star_row(value) if value else ""}


@register.inclusion_tag("components/due.html")
def due(day: date | None, done: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 -- templates pass it by name
    """The last day of a deadline and how far it is; red only when it is past and the work is not done."""
    if not day or done:
        return {"day": day, "text": "", "tone": "neutral"}
    left = (day - clock.today()).days
    if left < 0:
        return {"day": day, "tone": "late", "text": ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left}}
    text = (
        _("today is the last day") if left == 0 else ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    )
    return {"day": day, "text": text, "tone": "waiting" if left <= 5 else "neutral"}


@register.inclusion_tag("components/progress_line.html")
def progress_line(done: int, total: int, label: Any = "") -> dict[str, Any]:
    """How much of something is done, as a bar and in words."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[Any], current: int) -> dict[str, Any]:
    """The stages of a procedure; ``current`` counts from 0, and is ``len(labels)`` when all are done."""
    names = ["done", "current", "ahead"]
    return {"steps": [(label, names[(i >= current) + (i > current)]) for i, label in enumerate(labels)]}


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: Any, url: str = "", tone: str = "neutral", hint: Any = "") -> dict[str, Any]:
    """A number with its name; with ``url`` it leads to the rows behind it."""
    return {"value": value, "label": label, "url": url, "tone": tone, "hint": hint}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first as given; takes ``TimelineItem`` or objects with some of its attributes."""
    return {"entries": [_timeline_item(entry) for entry in entries]}


# -- Blocks ----------------------------------------------------------------------------------------------------------
@register.simple_block_tag
def inset(content: str, title: Any = "", tone: str = "neutral") -> SafeString:
    """A remark set apart from the text around it."""
    return _partial("inset", content=content, title=title, tone=tone)


@register.simple_block_tag
def card(content: str, title: Any = "", hint: Any = "") -> SafeString:
    """A section on white ground with its own heading."""
    return _partial("card", content=content, title=title, hint=hint)


@register.simple_block_tag
def data_table(content: str, caption: Any, hide_caption: bool = False) -> SafeString:  # noqa: FBT001, FBT002 -- by name
    """A table with its caption; at 360 px each row becomes a card that takes its labels from ``data-label``."""
    return _partial("data_table", content=content, caption=caption, hide_caption=hide_caption)


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Facts as pairs; the content is made of ``summary_row`` tags."""
    return _partial("summary_list", content=content)


@register.inclusion_tag("components/summary_row.html")
def summary_row(label: Any, value: Any, change_url: str = "") -> dict[str, Any]:
    """One fact of a summary list; an empty value shows a dash."""
    return {"label": label, "value": formatting.NOTHING if value in (None, "") else value, "change_url": change_url}


@register.inclusion_tag("components/task_list.html")
def task_list(items: Iterable[Any]) -> dict[str, Any]:
    """What is to be done on this page and how far each thing is; takes ``foundation.components.TaskItem``."""
    return {"items": list(items)}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: Any, text: Any = "", url: str = "", action: Any = "") -> dict[str, Any]:
    """What a list shows when it has no rows: that it is so, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.inclusion_tag("components/pager.html")
def pager(page: Any) -> dict[str, Any]:
    """Links to the pages before and after; takes ``foundation.paging.Page``."""
    return {"page": page, "total": getattr(page, "total", None)}


# -- Pages that wait for a job ---------------------------------------------------------------------------------------
@register.inclusion_tag("components/htmx.html")
def htmx() -> dict[str, Any]:
    """The htmx script and its settings, for ``{% block scripts %}`` of a page that uses it."""
    return {}


@register.inclusion_tag("components/live_head.html")
def live_head(active: Any) -> dict[str, Any]:
    """What the head needs while a live region is active: htmx, or a refresh where there is no JavaScript."""
    return {"active": bool(active)}


@register.simple_block_tag(takes_context=True)
def live_region(context: dict[str, Any], content: str, name: str, active: Any = False) -> SafeString:  # noqa: FBT002
    """A part of the page that asks for itself again every two seconds while ``active``."""
    url = context["request"].get_full_path()
    return _partial("live_region", name=name, active=bool(active), url=url, content=content)


@register.inclusion_tag("components/being_made.html")
def being_made(what: Any, worker_alive: Any = True) -> dict[str, Any]:  # noqa: FBT002 -- templates pass it by name
    """That a job is making something, or that no worker lives to make it."""
    return {"what": what, "worker_alive": bool(worker_alive)}


def _partial(partial: str, /, **values: Any) -> SafeString:
    return render_to_string(f"components/{partial}.html", values)


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _timeline_item(entry: Any) -> TimelineItem:
    if isinstance(entry, TimelineItem):
        return entry
    names = TimelineItem.__dataclass_fields__
    return TimelineItem(**{name: getattr(entry, name) for name in names if hasattr(entry, name)})
