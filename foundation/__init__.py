"""No domain: clock, calendar, text, files, paging, exports, components."""
