"""The producer's own copy of a dossier: Mẫu 01 and Mẫu 02 with their annexes as one PDF, and everything as a ZIP.

It holds what the producer filed and what the office certified to them (slip number, days), nothing that commune or
office wrote for themselves.
"""

from registrations.filed.composing import compose
from registrations.filed.listing import arrival_facts
from registrations.filed.making import forms_pdf, package_of, whole_pdf
from registrations.filed.to_sign import compose_to_sign

__all__ = ["arrival_facts", "compose", "compose_to_sign", "forms_pdf", "package_of", "whole_pdf"]
