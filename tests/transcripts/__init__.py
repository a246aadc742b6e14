"""Scenes in Indonesian, played through the whole house."""
