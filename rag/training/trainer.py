"""Fitting the projection to examples, in PyTorch, on the CPU."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.errors import AskdocketError
from corpus.progress import Progress
from index.interaction import Projection
from index.types import FloatArray
from index.vectors import unit
from rag.training.examples import Example


class TooLittleToTrain(AskdocketError):
    """There is not enough to train a projection on."""

    code = "too_little_to_train"
    hint = "Give more questions about the documents of this index, or a smaller --dim."


_SAMPLE = 60_000
"""Word pieces that the principal components are computed from."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a projection is fitted; what the values rest on stands in docs/retrieval.md.

    Attributes:
        dim: length of the vectors that are compared.
        epochs: times that every example is seen.
        batch: examples a step.
        negatives: passages beside one that answers, for each example and step.
        rate: of learning for the matrix; twelve times that for the gate. It falls to 0 linearly.
        temperature: logits are similarities over it.
        decay: pull of the matrix towards where it began, for each step, times the rate.
        seed: of everything that is drawn.
    """

    dim: int = 128
    epochs: int = 3
    batch: int = 16
    negatives: int = 20
    rate: float = 1e-3
    temperature: float = 0.025
    decay: float = 0.0
    seed: int = 1


def fit(
    examples: Sequence[Example],
    states: Sequence[FloatArray],
    recipe: Recipe,
    progress: Progress,
) -> Projection:
    """Fit a projection: each example's passage is to score above the look-alikes.

    It begins as the principal components of the states, with equal weights, and minimises the
    cross-entropy of the right passage among the others.

    Args:
        examples: what to learn from.
        states: of each passage's word pieces, by row; any float dtype, shape (n_pieces, hidden).
        recipe: how.
        progress: told of steps done.

    Raises:
        TooLittleToTrain: there are fewer examples than one step takes, or fewer numbers in a state
            than are to be compared.
    """
    import torch

    hidden = states[0].shape[1]
    if len(examples) < recipe.batch or hidden < recipe.dim:
        raise TooLittleToTrain(
            f"{len(examples)} questions with evidence and states of {hidden} numbers; at least "
            f"{recipe.batch} and {recipe.dim} are needed."
        )

    draw = random.Random(recipe.seed)  # noqa: S311  # nothing secret
    torch.manual_seed(recipe.seed)
    begin = torch.tensor(principal_components(states, recipe.dim, recipe.seed))
    matrix = torch.nn.Parameter(begin.clone())
    gate = torch.nn.Parameter(torch.zeros(begin.shape[0]))
    bias = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.Adam([{"params": [matrix]}, {"params": [gate, bias]}])
    order = list(range(len(examples)))
    steps = recipe.epochs * (len(order) // recipe.batch)
    for step in range(steps):
        place = step % (len(order) // recipe.batch)
        if place == 0:
            draw.shuffle(order)
        rate = recipe.rate * (1 - step / steps)
        for group, factor in zip(optimizer.param_groups, (1.0, 12.0), strict=True):
            group["lr"] = rate * factor
        drawn = order[place * recipe.batch : (place + 1) * recipe.batch]
        losses = [
            _loss(torch, examples[n], states, recipe, draw, matrix, gate, bias) for n in drawn
        ]
        optimizer.zero_grad()
        torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        with torch.no_grad():
            matrix.add_(begin - matrix, alpha=rate * recipe.decay)
        progress(step + 1, steps, "steps")
    with torch.no_grad():
        return Projection(matrix.numpy().copy(), gate.numpy().copy(), float(bias))


def _loss(
    torch: Any,
    example: Example,
    states: Sequence[FloatArray],
    recipe: Recipe,
    draw: random.Random,
    matrix: Any,
    gate: Any,
    bias: Any,
) -> Any:
    """Cross-entropy of one right passage among look-alikes, by the score of `TokenIndex.scores`."""
    unit = torch.nn.functional.normalize
    wrong = draw.sample(example.negatives, min(recipe.negatives, len(example.negatives)))
    rows = [draw.choice(example.positives), *wrong]
    pieces = torch.tensor(np.concatenate([states[row] for row in rows]).astype(np.float32))
    asked = unit(torch.tensor(example.states), dim=1)
    weights = torch.nn.functional.softplus(asked @ gate + bias)
    similar = unit(asked @ matrix, dim=1) @ unit(unit(pieces, dim=1) @ matrix, dim=1).T
    parts = similar.split([len(states[row]) for row in rows], dim=1)
    nearest = torch.stack([part.max(dim=1).values for part in parts])
    scores = (nearest * weights).sum(dim=1) / weights.sum()
    return torch.nn.functional.cross_entropy(
        scores[None] / recipe.temperature, torch.zeros(1, dtype=torch.long)
    )


def principal_components(states: Sequence[FloatArray], dim: int, seed: int) -> FloatArray:
    """The first principal components of the states' directions.

    Args:
        states: as in `fit`.
        dim: components wanted.
        seed: of the pieces drawn, where there are very many.

    Returns:
        float32, shape (hidden, dim), columns of unit length.
    """
    every = np.concatenate(list(states))
    drawn = np.random.default_rng(seed).permutation(len(every))[:_SAMPLE]
    pieces = unit(every[drawn].astype(np.float32))
    _, vectors = np.linalg.eigh(pieces.T @ pieces / len(pieces))
    return np.ascontiguousarray(vectors[:, ::-1][:, :dim], dtype=np.float32)
