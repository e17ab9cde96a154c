"""The law as data: decisions, stages, sets, criteria, levels; pure scoring."""
