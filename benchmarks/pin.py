"""Set the baseline of the benchmark gate to what is reached now.

    python -m benchmarks.pin [--lower]

A figure that fell stops it, and nothing is written, unless ``--lower`` is given: that needs a reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks import gate


def main() -> None:
    """Measure, compare, write."""
    ask = argparse.ArgumentParser(description="Set the baseline of the benchmark gate to what is reached now.")
    ask.add_argument("--lower", action="store_true", help="write figures that fell, too")
    lower = ask.parse_args().lower
    pinned = gate.baseline()
    now = dict(pinned)
    measured = ["own", *(["gold/dev"] if gate.DEV.is_dir() else [])]
    for name in measured:
        now[name] = gate.measured(name)
        for measure, figure in now[name].items():
            print(f"{name:10} {measure:10} {pinned.get(name, {}).get(measure, 0.0):.4f} -> {figure:.4f}")
    problems = [
        f"{name}: {line}" for name, figures in pinned.items() if name in measured for line in gate.fallen(figures, now[name], exact=True)
    ]
    if problems and not lower:
        sys.exit("\n".join([*problems, "nothing written: --lower sets them all the same"]))
    gate.BASELINE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
