"""A projection learns what answers; on numbers made up so that it can be told."""

import numpy as np
import pytest

from corpus.progress import silent
from index.interaction import Projection, TokenIndex
from rag.training.examples import Example
from rag.training.trainer import Recipe, TooLittleToTrain, fit, principal_components

HIDDEN, PASSAGES = 24, 40
RNG = np.random.default_rng(3)
SAID = RNG.normal(size=(PASSAGES, HIDDEN)).astype(np.float32)
MEANING = np.linalg.qr(RNG.normal(size=(HIDDEN, HIDDEN)))[0].astype(np.float32)
"""How a question's pieces differ from those of the passage that answers it: turned, so that the
states themselves tell nothing."""
NOISE = 3.0 * RNG.normal(size=(1, HIDDEN)).astype(np.float32)
"""A piece that all questions and all passages have."""
STATES = [np.vstack([NOISE, SAID[row : row + 1], MEANING @ SAID[row]]) for row in range(PASSAGES)]


def examples() -> list[Example]:
    return [
        Example(
            states=np.vstack(
                [NOISE, (MEANING @ SAID[row])[None] + 0.8 * SAID[(row + 1) % PASSAGES]]
            ),
            positives=(row,),
            negatives=tuple(other for other in range(PASSAGES) if other != row),
        )
        for row in range(PASSAGES)
    ]


def right(projection: Projection) -> float:
    index = TokenIndex.from_passages([projection.of_passage(s) for s in STATES], projection)
    found = [
        int(np.argmax(index.scores(projection.of_query(one.states), range(PASSAGES))))
        for one in examples()
    ]
    return float(
        np.mean([row in one.positives for row, one in zip(found, examples(), strict=True)])
    )


@pytest.mark.model
def test_it_learns_what_answers_and_repeats() -> None:
    recipe = Recipe(dim=12, epochs=60, batch=8, negatives=12, rate=2e-2, temperature=0.1)
    told: list[tuple[int, int, str]] = []
    fitted = fit(examples(), STATES, recipe, lambda *step: told.append(step))
    components = principal_components(STATES, 12, seed=1)
    untrained = Projection(components, np.zeros(HIDDEN, np.float32), 0.0)
    assert right(fitted) > right(untrained) + 0.1
    assert told[-1] == (300, 300, "steps")
    again = fit(examples(), STATES, recipe, silent)
    assert np.allclose(again.matrix, fitted.matrix, atol=1e-4)


@pytest.mark.model
@pytest.mark.parametrize("recipe", [Recipe(dim=12, batch=41), Recipe(dim=HIDDEN + 1, batch=8)])
def test_too_little_is_said(recipe: Recipe) -> None:
    with pytest.raises(TooLittleToTrain, match="40 questions"):
        fit(examples(), STATES, recipe, silent)


def test_principal_components_are_those_of_the_directions() -> None:
    components = principal_components(STATES, HIDDEN, seed=1)
    assert components.shape == (HIDDEN, HIDDEN)
    assert components.T @ components == pytest.approx(np.eye(HIDDEN), abs=1e-4)
    noise = NOISE[0] / np.linalg.norm(NOISE)
    assert abs(float(noise @ components[:, 0])) > 0.95, "what all passages share comes first"
