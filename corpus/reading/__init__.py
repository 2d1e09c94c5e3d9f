"""Reading files: one in this process, or many in workers with limits, and what was read kept."""
