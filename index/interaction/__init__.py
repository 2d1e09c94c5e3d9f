"""Late interaction: a question's word pieces each look for their like in a passage."""

from index.interaction.projection import Projection, QueryTokens, projection_for
from index.interaction.token_index import TokenIndex

__all__ = ["Projection", "QueryTokens", "TokenIndex", "projection_for"]
