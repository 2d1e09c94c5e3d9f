"""Documents of a docket: the manifest, fetching or importing them, and reading them."""
