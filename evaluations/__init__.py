"""How it is judged: councils, rounds, sheets, results, recognition."""
