"""Pages of the life after recognition."""
