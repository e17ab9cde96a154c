"""What is ordered: official documents, registers, tasks, deadlines, reminders."""
