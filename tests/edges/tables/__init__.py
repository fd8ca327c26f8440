"""Tests of the edges of «tables»: tables in and out."""
