"""What producers file: producers, products, rounds, wishes, dossiers, evidence."""
