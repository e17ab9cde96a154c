"""Pages as the tests read them."""


def page_of(response):
    """Return what a page says that was shown, neither refused nor left."""
    assert response.status_code == 200
    return response.content.decode()
