"""The house rules as checks: what the tree is read with, and one module per kind of rule."""
