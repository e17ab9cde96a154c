"""Who and where: administrative units, offices, users, memberships."""
