"""These tests look at the frame and the components under the styleguide's own URLs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _styleguide_urls(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.face.styleguide"


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test must not inherit it."""
    with translation.override("vi"):
        yield


@pytest.fixture
def shown(client: Client) -> str:
    """The HTML of the page that shows every component."""
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()
