"""Town in a box: a Telegram Bot API server and a VK API server with a control API and a page.

It imports nothing of the rest of the project; whoever uses it speaks HTTP.
"""
