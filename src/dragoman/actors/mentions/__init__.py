"""Who is named where in a document: states, bodies, groups, outlets and persons."""
