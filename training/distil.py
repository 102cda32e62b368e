"""Have a coder answer for every annotated text, and for articles that nobody annotated: ``python -m training.distil work/e --out FILE``.

What it writes is learned from by ``training.train_coder --soft``: probabilities say more than labels (Hinton et al. 2015),
and articles without annotation say what words the coder will meet.
"""

from __future__ import annotations

import argparse
import pickle
import random
from pathlib import Path

from dragoman.coding.encoder import Model, model_at
from training import corpus
from training.answers import Teaching, answers
from training.corpus import Annotated
from training.lessons import lessons_of_all, read_all

ARTICLES = 400


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("teacher", type=Path, help="an exported coder, or with --base a folder with the trained larger one")
    ask.add_argument("--base", default=None, help="weights of all-mpnet-base-v2, for the shape of the larger one's network")
    ask.add_argument("--cache", type=Path, default=None, help="keep the documents as read here between runs")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    random.seed(7)
    model = _larger(args.teacher, args.base) if args.base else model_at(args.teacher)
    by_name = {one.name: answers(model, one) for one in lessons_of_all(args.cache)}
    others = tuple((one, answers(model, one)) for one in read_all(without_annotation()) if any(any(item.named) for item in one.items))
    args.out.write_bytes(pickle.dumps(Teaching(by_name, others)))
    print(f"{len(by_name)} annotated texts, {len(others)} others")


def _larger(folder: Path, base: str) -> Model:
    """The larger coder, which alone needs torch."""
    from training.teacher import AskedTeacher

    return AskedTeacher(folder, base)


def without_annotation() -> list[Annotated]:
    """Articles of the attribution corpus that are annotated nowhere."""
    folder = corpus.SHARED / "corpora" / "polnear" / "train" / "text"
    known = {Path(source.name).stem for source in corpus.news()}
    known |= {path.stem for part in ("train", "dev", "check") for path in (corpus.SHARED / "gold" / part).glob("*.txt")}
    paths = [path for path in sorted(folder.glob("*.txt")) if path.stem not in known]
    chosen = random.sample(paths, min(ARTICLES, len(paths)))
    return [Annotated(path.stem, path.read_bytes().decode("utf-8"), None, ()) for path in chosen]


if __name__ == "__main__":
    main()
