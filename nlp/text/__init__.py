"""Texts: tokens, morphology, masks of names, clauses, features."""
