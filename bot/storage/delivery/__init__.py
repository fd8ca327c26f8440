"""What the courier keeps in the database beside the outbox."""
