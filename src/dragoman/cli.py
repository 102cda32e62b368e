"""The command line: ``dragoman read``, ``resolve``, ``classify``, ``registry``, ``evaluate`` and the ledger's commands."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer

from dragoman import __version__
from dragoman.actors.registry import command as registry
from dragoman.errors import DragomanError
from dragoman.ledger import command as ledger
from dragoman.output import Format

EXIT_CODES = """Exit codes: 0 everything was read; 1 an internal error; 2 an option that cannot be used; 3 some documents could
not be read; 4 some were skipped as not English (3 wins over 4); 130 interrupted (what was printed stays)."""
INTERRUPTED = 130
Actors = Annotated[Path | None, typer.Option("--actors", metavar="FILE", help="A CSV table of your own actors, which win over ours.")]

app = typer.Typer(
    name="dragoman",
    help="Reads news and state-media dispatches: who did what to whom, when, where, and who says so.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(registry.app, name="registry", epilog=EXIT_CODES)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
) -> None:
    if debug:
        sys.excepthook = sys.__excepthook__


@app.command(epilog=EXIT_CODES)
def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Text or HTML files, folders of them, or - for standard input.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="How to print the reports.")] = Format.table,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication (YYYY-MM-DD) where a page does not say it.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Write to this file; for several HTML documents, to this folder.")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(metavar="X", min=0.0, max=1.0, help="Leave out events below this confidence; they are listed apart.")
    ] = 0.0,
    actors: Actors = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="In tables: how each value was reached, times and places.")] = False,
) -> None:
    """Read documents and report their events, quotations, times and passages, each with its evidence.

    json prints one object for one document and an array for several; jsonl one object a line; html one
    self-contained page for each document. A document that cannot be read is named on standard error and the others go on.
    """
    from dragoman.dating.days import day
    from dragoman.output import Request, run

    raise typer.Exit(run(Request(tuple(files), format, day(published), output, min_confidence, verbose, actors)))


@app.command()
def resolve(
    phrase: Annotated[str, typer.Argument(help="Words that name an actor, such as 'the Russian defence minister'.")],
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day (YYYY-MM-DD) on which they were said.")] = None,
    context: Annotated[str, typer.Option(metavar="TEXT", help="The text around them.")] = "",
    actors: Actors = None,
) -> None:
    """Say which actor a phrase stands for, as JSON; null where that cannot be told."""
    import json
    from dataclasses import asdict

    import dragoman

    actor = dragoman.resolve(phrase, on, context) if actors is None else dragoman.resolve(phrase, on, context, actors)
    typer.echo(json.dumps(actor and asdict(actor), ensure_ascii=False))


@app.command()
def classify(
    sentences: Annotated[
        list[str] | None, typer.Argument(metavar="[SENTENCE]…", help="Sentences; without any, lines of standard input.")
    ] = None,
) -> None:
    """Print the PLOVER type and its confidence for sentences that mark their parties: '<s>A</s> warned <t>B</t>'."""
    import dragoman

    marked = sentences or [line for line in sys.stdin.read().splitlines() if line.strip()]
    for sentence, (kind, confidence) in zip(marked, dragoman.classify(marked), strict=True):
        typer.echo(f"{kind}\t{confidence:.3f}\t{sentence}")


@app.command()
def evaluate(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER]…", help="Folders of annotated documents and benchmarks; without any, ../shared."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score the program on annotated documents and benchmarks and print one table."""
    from dragoman.evaluation import run

    run(folders or [], as_json=as_json)


ledger.register(app)


def _last_resort(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    """What a user sees of a mistake in the program: one line, never a traceback."""
    words = " ".join(str(problem).split())
    print(
        f"dragoman: internal error ({kind.__name__}: {words}). Please report it with the document;"
        " 'dragoman --debug …' shows where it happened.",
        file=sys.stderr,
    )


def main() -> None:
    """Entry point of the ``dragoman`` command; always ends in ``SystemExit``."""
    sys.excepthook = _last_resort
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    try:
        typer.main.get_command(app).main(prog_name="dragoman")
    except DragomanError as problem:
        print(f"dragoman: {problem}", file=sys.stderr)
        sys.exit(problem.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
