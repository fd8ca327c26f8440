"""Read a district's profile (`districts/<name>/`) strictly.

Each mistake is one Russian line with the file and the row.
"""
