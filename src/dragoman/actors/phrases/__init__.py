"""One phrase to the actor that it stands for: the resolver."""
