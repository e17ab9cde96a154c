"""What the forms after recognition share."""

from __future__ import annotations

from registrations.models import Product
from rubrics.models import Decision


def grounds(law: Decision) -> list[tuple[str, str]]:
    """Return the grounds of a decision as choices."""
    return [(row["code"], row["title"]) for row in law.withdrawal_grounds]


def named(product: Product) -> str:
    """Return a product as choices name it: with its stars, its producer and the commune."""
    return f"{product.name} ({product.current_stars}★) – {product.producer.name}, {product.producer.unit.name}"
