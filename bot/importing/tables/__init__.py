"""Rows of CSV and XLSX files, read in a child process."""
