"""Channel adapters: each translates between one wire and conversations.messages, nothing else."""
