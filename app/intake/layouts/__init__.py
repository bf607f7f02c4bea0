"""Several articles in one file: exports of press databases, press reviews, pages with more than one.

Every format comes down to one sequence of blocks (``blocks``). A layout is a file of ``rows/``: marks, head
and fields, with examples that a test runs (``rows``, ``exports``). Where no layout fits, headlines beside citations
tell articles apart (``signs``, ``structure``). Readers call ``splitting`` and nothing else.

To add a layout, copy the nearest file of ``rows/``, put a small example of the export into it with what its articles
are, and run ``make test ARGS="tests/intake/layouts"``.
"""
