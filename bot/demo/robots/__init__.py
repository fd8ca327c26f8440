"""Robots at the phones that nobody plays, and whom they play."""
