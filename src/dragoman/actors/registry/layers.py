"""A user's own persons laid over those that ship."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dragoman.actors.registry.holders import Directory, Holding, asked_words, how_well, outer, ranked, surname_sounds
from dragoman.actors.registry.offices import PRINCIPAL
from dragoman.actors.words.names import name_tokens, sound

Person = tuple[Holding, ...]


class Layered:
    """Two directories, of which the first wins: a name that it has in full is that person's, and so is a principal office."""

    def __init__(self, persons: Sequence[Person], base: Directory) -> None:
        self._persons = tuple(persons)
        self._base = base
        self._by_key: dict[str, list[Person]] = {}
        for person in self._persons:
            for key in surname_sounds((person[0].person, *person[0].aliases), {holding.code for holding in person}):
                self._by_key.setdefault(key, []).append(person)

    def named(self, name: str, on: date | None) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.holders`."""
        words = asked_words(name)
        return ranked(words, self.fitting(words), on)

    def fitting(self, words: tuple[str, ...]) -> Iterator[tuple[int, Person]]:
        """The persons whose name fits these words; those of the base give way to those of the same name in full."""
        candidates = {id(person): person for word in outer(words) for person in self._by_key.get(sound(word), ())}
        own = [(fit, person) for person in candidates.values() if (fit := how_well(words, _spelt(person[0])))]
        whole = [person for _, person in own if _in_full(words, person[0])]
        yield from own
        for fit, person in self._base.fitting(words):
            same = next((one for _, one in own if _same_person(one, person)), None)
            if same is not None:
                rest = tuple(holding for holding in person if not any(_same_term(holding, other) for other in same))
                if rest:
                    yield fit, rest
            elif not whole:
                yield fit, person

    def incumbents(self, code: str, role: str, on: date) -> tuple[Holding, ...]:
        """See :meth:`dragoman.actors.registry.Registry.incumbents`."""
        own = tuple(h for person in self._persons for h in person if (h.code, h.role) == (code, role) and h.held(on))
        if any(holding.rank >= PRINCIPAL for holding in own):
            return own
        return (*own, *self._base.incumbents(code, role, on))

    def everyone(self) -> Iterator[Person]:
        """All persons, the user's own first."""
        yield from self._persons
        yield from self._base.everyone()

    def spellings(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The number and the spellings of every person; the user's own have negative numbers."""
        for index, person in enumerate(self._persons):
            yield -1 - index, (person[0].person, *person[0].aliases)
        yield from self._base.spellings()

    def person(self, number: int) -> Person:
        """The terms of the person of that number."""
        return self._persons[-1 - number] if number < 0 else self._base.person(number)


def _in_full(words: tuple[str, ...], person: Holding) -> bool:
    """Whether the words are one of the spellings, not only the surname out of it."""
    return len(words) > 1 or any(tuple(map(sound, words)) == tuple(map(sound, spelling)) for spelling in _spelt(person))


def _same_person(own: Person, other: Person) -> bool:
    """Whether a person of the user's is one of the base: by Wikidata id, else by full name and state."""
    if own[0].qid and other[0].qid:
        return own[0].qid == other[0].qid
    shared = {holding.code for holding in own} & {holding.code for holding in other}
    names, theirs = ({tuple(sorted(map(sound, words))) for words in _spelt(person[0])} for person in (own, other))
    return bool(shared) and not names.isdisjoint(theirs)


def _spelt(person: Holding) -> list[tuple[str, ...]]:
    """The words of each spelling of a person."""
    return [name_tokens(name) for name in (person.person, *person.aliases)]


def _same_term(one: Holding, other: Holding) -> bool:
    """Whether two terms are of one office and overlap."""
    begun = max(one.start or date.min, other.start or date.min)
    over = min(one.end or date.max, other.end or date.max)
    return (one.code, one.role) == (other.code, other.role) and begun <= over
