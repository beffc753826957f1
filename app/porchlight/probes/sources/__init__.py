"""Other monitors as sources: a team that runs one already sees it in the same light."""
