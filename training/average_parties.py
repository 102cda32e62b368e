"""Average the party networks of two exported coders: ``python -m training.average_parties work/e0 work/e1`` writes into the second.

The second's went on from the first's (``training.train_parties --on``), so they lie in one basin (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.average import mean_of
from training.party_network import PartyNetwork
from training.train_coder import parties_at
from training.train_parties import add


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("first", type=Path)
    ask.add_argument("second", type=Path)
    args = ask.parse_args()
    network = PartyNetwork()
    network.load_state_dict(mean_of([parties_at(args.first), parties_at(args.second)]))
    add(network, args.second)


if __name__ == "__main__":
    main()
