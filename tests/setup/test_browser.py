"""The browser of the tests reaches the portal."""


def test_browser_opens_the_portal(open_as):
    page = open_as()

    page.goto("/healthz")

    assert page.text_content("body") == "ok"
