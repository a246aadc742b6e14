"""Mouth and ears: the composition root, the processes and the channel adapters."""
