"""Kills of the real process at named points and at random, judged against the scenario."""
