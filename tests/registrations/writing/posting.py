"""How the script on a page posts what was typed."""

import json

HTMX = {"HX-Request": "true"}


def seen(client, url):
    return client.get(url).context["form"].initial["seen"]


def autosave(client, url, fields, *, names=None, **more):
    """Post as the script does: the fields that changed, their names, and what the page has seen."""
    data = fields | more | {"autosave": list(names or fields)}
    response = client.post(url, data, headers=HTMX)
    event = json.loads(response.get("HX-Trigger-After-Swap", "{}")).get("autosaved")
    return response, event
