"""Stories of «advice»: advice before sending."""
