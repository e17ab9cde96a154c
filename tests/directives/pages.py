"""Opening pages of letters."""

from __future__ import annotations

from django.urls import reverse


def page(client, name: str, *args, **query) -> str:
    response = client.get(reverse(f"directives:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()
