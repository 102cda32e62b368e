"""Which claims of an event come from one source: reprints of one text, and what rests on the same named outlet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman.ledger.merging.claim import Claim, ClaimSource, Page
from dragoman.ledger.merging.cluster import linked
from dragoman.ledger.merging.reprints import Reprints
from dragoman.ledger.merging.traits import fold


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The claims of an event that count as one source; ``name`` is whose account it is, as far as it is known."""

    claims: tuple[Claim, ...]
    name: str
    state_media_of_party: bool


def source_groups(claims: Sequence[Claim], documents: Mapping[str, Page], reprints: Reprints) -> tuple[SourceGroup, ...]:
    """The independent sources of an event, in order of the smallest claim id."""
    known = {claim.claim: claim for claim in claims}
    if len(known) == 1:
        return (_group(tuple(claims), documents),)
    printed = reprints.groups({claim.document for claim in claims})
    shared: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        shared[f"document {printed[claim.document]}"].append(claim.claim)
        origin = _origin(claim, documents.get(claim.document))
        if origin:
            shared[f"origin {origin}"].append(claim.claim)
    pairs = [pair for ids in shared.values() for pair in pairwise(ids)]
    return tuple(_group(tuple(known[id_] for id_ in group), documents) for group in linked(known, pairs))


def _origin(claim: Claim, page: Page | None) -> str | None:
    """The outlet whose account a claim is: the one it is taken from if it names one, else its publisher."""
    outlets = {fold(source.name) for source in _nearest(claim) if source.kind == "outlet"}
    if len(outlets) == 1:
        return next(iter(outlets))
    return fold(page.publisher) if page and page.publisher and not outlets else None


def _nearest(claim: Claim) -> list[ClaimSource]:
    """The named outlet nearest to the event in each chain: who brought the news into print."""
    return [outlets[0] for chain in claim.sources if (outlets := [s for s in chain if s.kind == "outlet" and not s.unnamed])]


def _group(claims: tuple[Claim, ...], documents: Mapping[str, Page]) -> SourceGroup:
    pages = [documents[claim.document] for claim in claims if claim.document in documents]
    codes = {party.code for claim in claims for party in (*claim.actors, *claim.recipients) if party.code}
    chained = [source for claim in claims for source in _nearest(claim)]
    of_party = any(source.state_media and source.code in codes for source in chained) or any(
        page.state_media and page.publisher_code in codes for page in pages
    )
    names = [source.name for source in chained] or [page.publisher for page in pages if page.publisher]
    return SourceGroup(claims, min(names, default="") if names else claims[0].document, of_party)
