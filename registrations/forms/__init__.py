"""Everything that people type into registrations comes through these forms."""
