"""What all screens are made with: text, time, places, buttons, budgets."""
