"""Tests of the edges of «routing»: who gets it, and what is learned."""
