"""Matrix products of spaCy's networks by numpy, whose library has kernels for more processors than the one that thinc asks by itself."""

from __future__ import annotations

from spacy.language import Language
from thinc.api import NumpyOps


def multiply_by_numpy(nlp: Language) -> None:
    """Have the networks of all of the pipeline's components multiply matrices through numpy; what they compute stays the same."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") and hasattr(component.model, "walk") else ():
            node.ops = ops
