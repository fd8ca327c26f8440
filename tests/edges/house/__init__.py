"""Tests of the house itself: where things stand, and that they read as before."""
