"""How far the property tests look: the same examples in every run, and few."""

from hypothesis import settings

bounded = settings(max_examples=60, deadline=None, derandomize=True, database=None)
