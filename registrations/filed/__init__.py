"""The producer's own copy of a dossier: Mẫu 01 and Mẫu 02 with their annexes as one PDF, and everything as a ZIP.

It holds what the producer filed and what the office certified to them (slip number, days), nothing that commune or
office wrote for themselves.
"""

from registrations.filed.composing import compose
from registrations.filed.listing import arrival_facts
from registrations.filed.making import package_of, whole_pdf

__all__ = ["arrival_facts", "compose", "package_of", "whole_pdf"]
