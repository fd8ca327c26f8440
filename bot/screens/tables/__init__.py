"""Screens of «tables»: tables in and out."""
