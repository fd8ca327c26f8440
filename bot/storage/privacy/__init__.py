"""Storage of «privacy»: erasing, acts, which message shows whom."""
