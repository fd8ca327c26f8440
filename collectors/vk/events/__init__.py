"""Events of a community: what VK's servers tell of it."""
