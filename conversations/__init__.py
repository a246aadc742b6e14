"""Talk: what is said next and what was understood. Pure; may import complaints only."""
