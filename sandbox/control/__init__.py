"""The control API: what residents and officials do, and what can be seen from outside."""
