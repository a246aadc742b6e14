"""A twin of WhatsApp's Cloud API: signed webhooks, the 24-hour window, statuses, media in two hops."""
