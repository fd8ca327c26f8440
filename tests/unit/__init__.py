"""One edge at a time: storage, networks, handlers."""
