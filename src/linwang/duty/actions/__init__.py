"""Going on duty, going off duty, and the positions that come in between."""
