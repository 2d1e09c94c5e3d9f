"""Questions to begin with, by docket."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "NTIA-2023-0009": (
        "How does NTIA define a dual-use foundation model?",
        "What does question 1c of the notice ask?",
        "What does Hugging Face recommend to NTIA?",
        "Compare the Future of Life Institute and GitHub on restricting open weights.",
        "Who proposes identity checks for customers of cloud providers?",
        "What if a released model turns out to be dangerous: can it be recalled?",
    ),
}
"""One of each kind: definition, the notice's questions, one commenter, two, all, an argument."""
