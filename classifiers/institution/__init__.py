"""The institution match: from the words people use to the office they mean."""
