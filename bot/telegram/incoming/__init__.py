"""Updates on their way in: fetched, kept in the inbox, handled one by one."""
