"""spaCy's lemmatizer looks for each form that it makes up in lists of up to 57,000; in a set it finds it at once."""

from __future__ import annotations

from spacy.language import Language


def index_lemmas(nlp: Language) -> None:
    """Give the pipeline's lemmatizer its known forms as sets; its lemmas stay the same."""
    table = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for part_of_speech, forms in list(table.items()):
        table[part_of_speech] = frozenset(forms)
