"""Use cases of «advice»: advice before sending."""
