"""What happened and who was told: transitions, journal, jobs, notifications."""
