"""From a question to a verified answer: retrieval, evidence, generation, verification."""
