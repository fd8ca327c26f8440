"""Texts of strangers' towns that taught nothing: whole streams, scored as an official feels them, and a stock model beside ours."""
