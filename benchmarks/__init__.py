"""What we claim, reproducible; imports the rooms, and no room imports it."""
