"""What all menus share: pages, numbers, the refusal."""
