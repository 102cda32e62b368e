"""From sentences with resolved actors to PLOVER 2 events: triggers, parties, type, mode, status, date, place, sources."""

MODEL_VERSION = "8"
"""Of the coder's shipped weights and settings together; a report says which made it."""
