"""The components say what they must, to eyes and to screen readers."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, RequestFactory

from foundation import clock
from tests.face.styleguide import FilterForm, ProductForm

COMPONENTS = Path(__file__).parents[2] / "templates" / "components"


def tidy(html: str) -> str:
    """Return the HTML without the white space that means nothing."""
    return re.sub(r" >", ">", re.sub(r"\s+", " ", html))


def render(source: str, **context: object) -> str:
    return tidy(engines["django"].from_string(source).render(context, RequestFactory().get("/list/")))


class Outline(HTMLParser):
    """Counts what a page must have once, and keeps ids and the ids that others point to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings, self.ids, self.pointers, self.unlabelled = 0, [], set(), []
        self.labels: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        if given.get("id"):
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for") or "")
        if tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}:
            self.unlabelled.append(given.get("id"))
        self.pointers |= set((given.get("aria-describedby") or "").split())
        if (given.get("href") or "").startswith("#id_"):
            self.pointers.add(given["href"][1:])


def test_styleguide_page_has_one_heading_and_a_title(shown: str) -> None:
    assert Outline(shown).headings == 1
    assert "<title>Hồ sơ chờ kiểm tra – OCOP</title>" in shown
    assert '<html lang="vi">' in shown


def test_styleguide_page_labels_every_field(shown: str) -> None:
    outline = Outline(shown)

    assert [field for field in outline.unlabelled if field not in outline.labels] == []


def test_hints_errors_and_summary_links_point_to_what_exists(shown: str) -> None:
    outline = Outline(shown)

    assert outline.pointers - set(outline.ids) == set()


def test_every_component_is_shown_in_the_styleguide(shown: str) -> None:
    # Tested below, with stored files or in a browser (registrations, walks), or part of another.
    used_by_others = {"autosave", "confirm", "file_viewer", "fold", "htmx", "filter_field", "keep"}
    marks = {
        "being_made": "being-made", "near_mark": 'class="muted small">(', "near_note": "“bơ lo”",
        "bell": "bell-count", "brand": 'class="brand"', "breadcrumbs": 'class="crumbs"', "card": 'class="card"',
        "data_table": "<caption", "decision_line": "decision-line", "due": "due-late", "empty_state": 'class="empty"',
        "error_summary": "error-summary", "filter_bar": "filter-bar", "footer": "site-footer", "form": "novalidate",
        "form_block": "novalidate", "header": "site-header", "inset": "inset-waiting", "live_head": "noscript",
        "language_switch": "language-switch", "live_region": "live-pdf", "main_nav": "nav-list", "messages": "",
        "page_header": "page-header", "pager": 'class="pager"', "person_menu": "person-menu", "stat": "stat-late",
        "stat_words": "stat-value",
        "post_button": "post-button", "progress_line": "<progress", "stars": "star-row", "steps": "step-current",
        "summary_list": 'class="summary"', "summary_row": "<dt>", "task_list": "task-list", "timeline": "timeline-meta",
        "status_tag": "tag-good", "training_banner": "TẬP HUẤN",
    }  # fmt: skip
    drawn_in_python = {"status_tag"}  # fifty of them stand in a list

    assert {path.stem for path in COMPONENTS.glob("*.html")} == set(marks) - drawn_in_python | used_by_others
    assert [name for name, mark in marks.items() if mark not in shown] == []


def test_typed_text_is_kept_and_escaped_when_a_form_has_errors(shown: str) -> None:
    assert "Cà phê &lt;b&gt;rang xay&lt;/b&gt; thượng hạng" in shown
    assert "<b>rang xay</b>" not in shown


def test_error_summary_is_absent_from_a_fresh_form() -> None:
    html = render("{% ui_form form %}", form=ProductForm(), csrf_token="t")

    assert "error-summary" not in html
    assert 'enctype="multipart/form-data"' in html


@pytest.mark.parametrize(
    ("value", "text"), [(4, "4 sao"), (1, "1 sao"), (0, "chưa đạt hạng sao"), (None, "chưa xếp hạng")]
)
def test_stars_are_also_said_in_words(value: int | None, text: str) -> None:
    assert text in render("{% stars value %}", value=value)


@pytest.mark.parametrize(
    ("days", "tone", "text"),
    [
        (-3, "late", "quá hạn 3 ngày"),
        (0, "waiting", "hôm nay là ngày cuối"),
        (5, "waiting", "còn 5 ngày"),
        (6, "neutral", "còn 6 ngày"),
    ],
)
def test_due_is_red_only_after_the_last_day(days: int, tone: str, text: str) -> None:
    html = render("{% due day %}", day=clock.today() + timedelta(days=days))

    assert f"due-{tone}" in html
    assert text in html


def test_due_says_nothing_more_when_the_work_is_done() -> None:
    html = render("{% due day done=True %}", day=clock.today() - timedelta(days=9))

    assert "quá hạn" not in html
    assert "due-neutral" in html


def test_live_region_asks_again_only_while_active() -> None:
    source = '{% live_head on %}{% live_region "pdf" active=on %}x{% endlive_region %}'

    active, done = render(source, on=True), render(source, on=False)

    assert 'hx-trigger="every 2s"' in active
    assert '"allowEval":false,"includeIndicatorStyles":false' in active
    assert 'http-equiv="refresh"' in active
    assert "hx-" not in done
    assert "htmx" not in done
    assert "refresh" not in done


def test_main_menu_marks_the_entry_of_this_page(shown: str, client: Client) -> None:
    inside = tidy(client.get("/dossiers/").content.decode())

    assert '<a href="/" aria-current="page">' in tidy(shown)
    assert '<a href="/dossiers/" aria-current="page">' in inside
    assert inside.count('aria-current="page"') == 2  # menu and breadcrumbs


def test_confirm_page_says_what_happens_and_whom_it_tells(client: Client) -> None:
    html = client.get("/xac-nhan/?danger").content.decode()

    assert Outline(html).headings == 1
    assert "Thời hạn 15 ngày làm việc dừng lại." in html
    assert "A Minh, chủ thể" in html
    assert "Việc này không thể hoàn tác." in html
    assert "btn-danger" in html


def test_confirm_page_without_a_form_posts_nothing_but_the_token(client: Client) -> None:
    html = client.get("/xac-nhan/?plain").content.decode()

    assert 'name="reason"' not in html
    assert html.count('method="post"') >= 2  # the act and signing out
    assert "Việc này không thể hoàn tác." not in html


def test_filter_bar_opens_what_is_folded_only_when_used() -> None:
    unused, used = FilterForm({"q": "che"}), FilterForm({"unit": "Bờ Y"})

    assert '<details class="filter-more">' in render("{% filter_bar form %}", form=unused)
    assert '<details class="filter-more" open>' in render("{% filter_bar form %}", form=used)
    assert "Bỏ lọc" in render("{% filter_bar form %}", form=used)
    assert "Bỏ lọc" not in render("{% filter_bar form %}", form=FilterForm({}))
