"""Who says so: quotations with speaker, cue, addressees and relaying outlet, and the chain of sources of any span."""

from __future__ import annotations

from dragoman.attribution.chains import sources_for

__all__ = ["sources_for"]
