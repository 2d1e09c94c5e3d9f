"""Questions to begin with, by docket."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "NTIA-2023-0009": (
        "When were comments due and how could one comment?",
        "What does question 7d of the notice ask?",
        "What does Anthropic recommend on evaluating models before release?",
        "Do RAND and MIRI agree that released weights cannot be recalled?",
        "How is marginal risk defined by commenters?",
        "Which commenters cite the Harvard study valuing open source software?",
    ),
}
"""One of each kind: a fact and a question of the notice, one commenter, two, a term, who."""
