"""Reading: what a citizen's words say. Pure; may import complaints, knows no wire and no database."""
