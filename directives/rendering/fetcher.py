"""What a document may load while it is laid out: packaged fonts and the images handed over with it. Nothing else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from directives.rendering.typeface import STYLES, font_path

logger = logging.getLogger(__name__)

SCHEME = "packaged:"
STYLES_DIR = Path(__file__).parent / "styles"
TRAINING_MARK_URL = f"{SCHEME}style/training.svg"
TRAINING_MARK_PATH = STYLES_DIR / "training.svg"
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class RefusedURLError(ValueError):
    """A document asked for something outside the package: a file, a web address, an image that nobody handed over."""


class PackagedFetcher(URLFetcher):  # type: ignore[misc]
    """Serves ``packaged:font/<style>``, ``packaged:image/<name>`` and the training mark; refuses and logs the rest.

    ``images`` holds stored logos and signature images by name; only PNG and JPEG content is served.
    ``refused`` keeps the addresses that were asked for in vain.
    """

    def __init__(self, images: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=[], allow_redirects=False, fail_on_errors=True)
        self._images = dict(images or {})
        self.refused: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 -- the base class's signature
        """Return the packaged file. Raises ``RefusedURLError`` for any other address."""
        folder, _, name = url.removeprefix(SCHEME).partition("/")
        if url.startswith(SCHEME) and folder == "font" and name in STYLES:
            return URLFetcherResponse(url, font_path(name).read_bytes(), {"Content-Type": "font/ttf"})
        if url == TRAINING_MARK_URL:
            return URLFetcherResponse(url, TRAINING_MARK_PATH.read_bytes(), {"Content-Type": "image/svg+xml"})
        if url.startswith(SCHEME) and folder == "image" and name in self._images:
            return URLFetcherResponse(url, self._images[name], {"Content-Type": self._image_type(url, name)})
        raise self._refusal(url)

    def _image_type(self, url: str, name: str) -> str:
        for signature, content_type in _SIGNATURES.items():
            if self._images[name].startswith(signature):
                return content_type
        raise self._refusal(url)

    def _refusal(self, url: str) -> RefusedURLError:
        self.refused.append(url)
        logger.warning("refused to load %.200r into a document", url)
        return RefusedURLError(f"refused: {url[:200]}")
