"""Town in a box: Telegram and VK API servers with a page.

It imports nothing of the rest of the project; whoever uses it speaks HTTP.
"""
