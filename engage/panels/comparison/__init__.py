"""A panel held against its community, so that it is seen who is missing."""
