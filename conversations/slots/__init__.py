"""The slots of the intake, one module each: when it is needed, how it is asked, how an answer is taken."""
