"""Whom a later surname, role noun or pronoun stands for, by rules over syntax."""
