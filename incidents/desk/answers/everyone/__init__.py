"""One answer to all who wrote: the post, the short replies, the sending."""
