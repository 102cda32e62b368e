"""Words: spellings of names, nouns that stand for actors, closed sets."""
