"""Places of a text: grammar, gazetteer, Natasha's entities, and which of them is where the trouble is."""
