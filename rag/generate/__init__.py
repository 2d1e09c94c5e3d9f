"""Generation back ends: in process, by HTTP, or none."""
