"""Administrators set up units, offices, officials and roles: with this an installation begins and keeps up to date."""
