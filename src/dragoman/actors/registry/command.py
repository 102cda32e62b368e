"""``dragoman registry``: what the registry knows of someone, a fuzzy search, and the check of a user's own table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Look things up in the registry of actors, and check a table of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day (YYYY-MM-DD) of which offices are told.")]
Actors = Annotated[Path | None, typer.Option("--actors", metavar="FILE", help="A CSV table of your own actors, which win over ours.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def show(
    what: Annotated[str, typer.Argument(metavar="CODE|NAME", help="A code (FRA, UNO, ORG:ASEAN) or a name.")],
    on: On = None,
    actors: Actors = None,
    as_json: Json = False,
) -> None:
    """Show a state, organisation, group, outlet or person: names, bodies, and who held which office from when to when.

    Without --on the holders of offices are those whose term has no known end.
    """
    from dragoman.actors.registry.profile import show as profiles
    from dragoman.actors.registry.shown import print_profile
    from dragoman.actors.registry.user_table import registry_for
    from dragoman.dating.days import day

    found = profiles(registry_for(actors), what, day(on))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for profile in found:
        print_profile(profile)


@app.command()
def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, in any spelling.")],
    on: On = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="How many to show.")] = 10,
    actors: Actors = None,
    as_json: Json = False,
) -> None:
    """Search for names like TEXT; with --on only persons who held an office on that day, besides all that are no persons."""
    from dataclasses import asdict

    from dragoman.actors.registry.search import near
    from dragoman.actors.registry.shown import print_hits
    from dragoman.actors.registry.user_table import registry_for
    from dragoman.dating.days import day

    found = near(registry_for(actors), text, day(on), limit)
    if as_json:
        typer.echo(json.dumps([asdict(hit) for hit in found], ensure_ascii=False, indent=2))
    elif found:
        print_hits(found)
    else:
        typer.echo(f"nothing in the registry is like {text!r}", err=True)


@app.command()
def check(
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table of your own actors (docs/registry.md).")],
    as_json: Json = False,
) -> None:
    """Check a table of your own; each mistake is one line with its line and column. Exit code 2 if there is any."""
    from dataclasses import asdict

    from dragoman.actors.registry.user_table import read
    from dragoman.errors import BadRequest

    found = read(table)
    names, persons = len(found.entries), len(found.persons)
    if as_json:
        value = {"names": names, "persons": persons, "problems": [asdict(problem) for problem in found.problems]}
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        for problem in found.problems:
            typer.echo(f"{table}: {problem}", err=True)
        if not found.problems:
            typer.echo(f"{table}: {names} name{'s' * (names != 1)} and {persons} person{'s' * (persons != 1)}, no mistakes")
    if found.problems:
        raise typer.Exit(BadRequest.exit_code)
