"""What coordinators read of messages that did not get through."""
