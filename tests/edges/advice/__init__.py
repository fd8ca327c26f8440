"""Tests of the edges of «advice»: advice before sending."""
