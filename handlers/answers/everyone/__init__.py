"""One answer to all: the post, the short replies, the sending."""
