"""The screens of support policies."""
