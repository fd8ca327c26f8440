"""Stories of privacy: a resident is erased from everywhere."""
