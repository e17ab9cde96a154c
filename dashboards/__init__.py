"""What leaders and officers see."""
