"""Training the projection of late interaction (`index/interaction`); not part of the service."""
