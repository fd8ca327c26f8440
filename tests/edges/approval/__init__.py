"""Tests of the edges of «approval»: answers looked at before they go out."""
