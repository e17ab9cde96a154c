"""All input about support policies."""

from directives.policies.forms.filters import PolicyFilter
from directives.policies.forms.policy import PolicyForms
from directives.policies.forms.steps import IssueForm, IssuerForm

__all__ = [
    "IssueForm",
    "IssuerForm",
    "PolicyFilter",
    "PolicyForms",
]
