"""The page in a real browser, driven as people would; also where the screenshots of README and guides come from."""
