"""From sentences with resolved actors to PLOVER 2 events: triggers, parties, type, mode, status, date, place, sources."""
