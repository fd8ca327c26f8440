"""Posts in, answers out: one package a network.

All of one shape: `incidents.posts.Collector`, `incidents.publisher.Publisher`.
"""
