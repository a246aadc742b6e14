"""The rules of a public-service complaint: standard library only, no database, no wire, no clock."""
