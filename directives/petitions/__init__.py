"""Kiến nghị, đề xuất: what units ask for, how the office above groups and answers it, and what the leader decides."""
