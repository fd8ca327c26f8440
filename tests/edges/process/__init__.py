"""Tests of the edges: process."""
