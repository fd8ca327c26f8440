"""What is said of no subject: the bot itself speaks."""

from incidents.outbox_message import OutboxMessage


class Delete(OutboxMessage, code="delete"):
    """Takes the message away that the envelope's `edit` names."""
