"""Deeds: one coroutine per thing that can happen; knows storage and the pure rooms, never a channel."""
