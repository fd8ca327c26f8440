"""What stands in `deploy/` and the pages that tell how to use it."""
