"""The frame of a page: what apps may add to it, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory

from foundation import context_processors, page_context, tones


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


@pytest.fixture
def _own_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_context, "_providers", {})


@pytest.mark.usefixtures("_own_providers")
def test_a_provider_is_asked_once_and_only_when_shown(request_of_nobody: HttpRequest) -> None:
    asked = []
    page_context.register("acting_office", lambda request: asked.append(request) or "UBND xã Bờ Y")

    values = context_processors.page(request_of_nobody)
    before = len(asked)
    answers = [values["acting_office"](), values["acting_office"]()]

    assert before == 0
    assert answers == ["UBND xã Bờ Y", "UBND xã Bờ Y"]
    assert asked == [request_of_nobody]


@pytest.mark.usefixtures("_own_providers")
def test_the_frame_knows_every_variable_before_anybody_registers(request_of_nobody: HttpRequest) -> None:
    values = context_processors.page(request_of_nobody)

    assert values["acting_office"] == ""
    assert values["unread_count"] == 0
    assert values["training"] is False
    assert values["person_name"]() == ""
    assert values["nav_items"]() == []


def test_the_frame_refuses_a_variable_that_it_does_not_show() -> None:
    with pytest.raises(ValueError, match="weather"):
        page_context.register("weather", lambda request: "mưa")


@pytest.mark.django_db
def test_visitors_change_the_language_without_logging_in(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "ocop_portal.urls"

    response = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})

    assert response["Location"] == "/accounts/login/"
    assert "<h1>Sign in</h1>" in client.get("/accounts/login/").content.decode()


def test_a_state_that_nobody_described_is_neutral() -> None:
    assert tones.tone_of("something_new") == "neutral"
    assert tones.tone_of("overdue") == "late"


def test_tones_refuse_a_colour_without_meaning() -> None:
    with pytest.raises(ValueError, match="purple"):
        tones.register({"draft": "purple"})
