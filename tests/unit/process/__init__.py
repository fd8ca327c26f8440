"""Unit tests: process."""
