"""Handlers of «tables»: tables in and out."""
