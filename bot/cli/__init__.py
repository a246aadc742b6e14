"""The console commands, one module each; a command's imports are paid only when it is called."""
