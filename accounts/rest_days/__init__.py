"""The table of rest days by which working days are counted: administrators bring each year's days here.

The table itself is the ground's (``foundation.models.Holiday``); who may change it, and the journal of it, need people.
"""
