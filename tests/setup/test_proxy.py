"""Only a known proxy may say who the client is."""

import pytest

from ocop_portal.proxy import TrustedProxies


def seen_by_the_portal(proxies, **environ):
    seen = {}
    TrustedProxies(lambda request, _start: seen.update(request) or [], proxies)(environ, None)
    return seen


@pytest.mark.parametrize(
    ("header", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("10.0.0.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 127.0.0.1", "203.0.113.7"),
        ("", "127.0.0.1"),
        ("not an address", "127.0.0.1"),
        ("203.0.113.7, <script>", "127.0.0.1"),
    ],
)
def test_address_from_a_trusted_proxy(header, client):
    seen = seen_by_the_portal(["127.0.0.1"], REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=header)

    assert seen["REMOTE_ADDR"] == client


def test_proxy_on_a_unix_socket_is_trusted():
    seen = seen_by_the_portal(["127.0.0.1"], REMOTE_ADDR="", HTTP_X_FORWARDED_FOR="203.0.113.7")

    assert seen["REMOTE_ADDR"] == "203.0.113.7"


@pytest.mark.parametrize("proxies", [[], ["127.0.0.1"]])
def test_claims_of_anybody_else_are_thrown_away(proxies):
    claims = {"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}

    seen = seen_by_the_portal(proxies, REMOTE_ADDR="198.51.100.9", **claims)

    assert seen == {"REMOTE_ADDR": "198.51.100.9"}
