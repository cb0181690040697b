"""Teaching: case files, a generator of further cases, their play, and a desk model that decides."""
