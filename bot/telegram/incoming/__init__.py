"""Updates on their way in: fetched, kept, handled one by one."""
