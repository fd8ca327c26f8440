"""The card of an incident."""
