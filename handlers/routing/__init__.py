"""Handlers of «routing»: who gets it, and what is learned."""
