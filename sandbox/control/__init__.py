"""The control API: acts of residents and officials, and views."""
