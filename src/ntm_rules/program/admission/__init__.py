"""Admission: the one judgement whether units and statements may be decided on, for every source.

What one executor refuses, every one refuses, with the same code. `evaluate`, `Session`, records, cases and dossiers call
these functions; frames ask the same questions of whole columns, with the same codes.
"""
