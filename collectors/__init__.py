"""Posts in, answers out: one package a network, all of one shape (incidents.posts.Collector, incidents.publisher.Publisher)."""
