"""Claims into events: which claims tell of one event, why, and what the event's values are.

``regroup`` is a pure function of the set of claims and corrections; the order in which they come changes nothing. To
regroup only what an addition touches, a store keeps ``blocks(claim)`` with each claim: claims that share no block never
join by likeness. So, after claims came or went (``seeds``: the new ones, those whose event lost a claim, those that a
correction names)::

    claims = affected(seeds, fetch, named, corrections)  # fetch(blocks): live claims that have any of them; named(ids): those
    events = regroup(claims, documents, corrections)     # replaces every event that holds one of these claims
"""

from __future__ import annotations

from dragoman.ledger.merging.claim import Claim, ClaimParty, ClaimSource, Correction, Join, MergedEvent, Page
from dragoman.ledger.merging.regrouping import affected, blocks, regroup

__all__ = [
    "Claim",
    "ClaimParty",
    "ClaimSource",
    "Correction",
    "Join",
    "MergedEvent",
    "Page",
    "affected",
    "blocks",
    "regroup",
]
