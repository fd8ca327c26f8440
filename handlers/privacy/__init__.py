"""Handlers of «privacy»: erasing by a coordinator."""
