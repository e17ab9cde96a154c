"""Gateways to phones. ``SMS_GATEWAY`` names the class; a provider's own class needs only this ``send``."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)


class LogGateway:
    """Writes the text to the log instead of sending it: the default where no provider is set."""

    def send(self, *, phone: str, text: str) -> None:
        """Log that a text would go out; the number is masked."""
        logger.info("text to %s: %s", f"{phone[:3]}…{phone[-2:]}", text)
