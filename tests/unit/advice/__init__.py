"""Unit tests of «advice»: advice before sending."""
