"""A campaign of faults, hostile input and load against the packaged server."""
