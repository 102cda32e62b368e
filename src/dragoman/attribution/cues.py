"""The lexicon of cues: words that introduce what somebody says, and what they say of its reality."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.model import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """One lexicon entry.

    ``constructions`` are the complements that hold the content: ``that`` and ``bare`` clauses, ``inf``, ``npinf`` (object and
    infinitive), ``on_inf`` ("call on X to"), ``for``/``of``/``against``/``as`` phrases, ``obj`` (object), ``obj_quote`` (object with
    quoted words), ``call`` (two objects), ``quote`` (quoted words); ``addr`` marks that the object is the addressee.
    """

    lemma: str
    pos: str
    kind: str
    stance: Stance
    constructions: frozenset[str]

    def takes(self, *constructions: str) -> bool:
        """Whether any of the constructions is allowed."""
        return not self.constructions.isdisjoint(constructions)


@cache
def lexicon() -> dict[tuple[str, str], Cue]:
    """Cues by lemma and part of speech (``VERB`` or ``NOUN``)."""
    table = files("dragoman.attribution").joinpath("data/cues.tsv").read_text(encoding="utf-8")
    cues = {}
    for line in table.splitlines()[1:]:
        lemma, pos, kind, stance, constructions = line.split("\t")
        cues[lemma, pos] = Cue(lemma, pos, kind, stance, frozenset(constructions.split()))  # type: ignore[arg-type]
    return cues


@cache
def words(name: str) -> frozenset[str]:
    """The word list ``name`` of ``data/words.tsv``."""
    table = files("dragoman.attribution").joinpath("data/words.tsv").read_text(encoding="utf-8")
    lists = dict(line.split("\t") for line in table.splitlines()[1:])
    return frozenset(lists[name].split("|"))


@cache
def outlet_names() -> dict[str, str]:
    """The name that an outlet goes by, from its full one."""
    table = files("dragoman.attribution").joinpath("data/outlet_names.tsv").read_text(encoding="utf-8")
    names: dict[str, str] = {}
    for line in table.splitlines()[1:]:
        full, short = line.split("\t")
        names[full] = short
    return names
