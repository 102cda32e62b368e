"""Raise the baseline of the benchmark gate to what is reached now.

    python -m benchmarks.pin [--lower]

What fell stays where it was, and is told; ``--lower`` writes it too: that needs a reason in the commit.
"""

from __future__ import annotations

import argparse
import json

from benchmarks import gate


def main() -> None:
    """Measure, compare, write."""
    ask = argparse.ArgumentParser(description="Raise the baseline of the benchmark gate to what is reached now.")
    ask.add_argument("--lower", action="store_true", help="write figures that fell, too")
    lower = ask.parse_args().lower
    pinned = gate.baseline()
    now = dict(pinned)
    for name in gate.sets():
        reached, held = gate.measured(name), pinned.get(name, {})
        for measure, figure in reached.items():
            print(f"{name:10} {measure:10} {held.get(measure, 0.0):.4f} -> {figure:.4f}")
        for line in gate.fallen(held, reached, exact=True):
            print(f"{name}: {line}{'' if lower else ', and stays there'}")
        now[name] = reached if lower else {measure: max(figure, held.get(measure, 0.0)) for measure, figure in reached.items()}
    gate.BASELINE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
