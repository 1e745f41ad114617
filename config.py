"""The settings of one installation, read from AEO_… variables once, by the two roots."""
