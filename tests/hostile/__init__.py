"""What people and networks do to a bot, on the street with real wires."""
