"""The public search: one interface over three engines. Reads ``SearchDocument`` only, so no draft can be found.

``words`` compares spellings, ``reading`` understands what was typed, ``engines`` look it up, ``ranking`` orders what
they found, ``finding`` puts these together and ``presenters`` says it to the reader.
"""
