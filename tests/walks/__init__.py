"""Walks: whole ways through the portal in a real browser, told step by step."""
