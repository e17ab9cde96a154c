"""The screens of petitions."""
