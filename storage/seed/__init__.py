"""The registry that ships: regions and offices as data files."""
