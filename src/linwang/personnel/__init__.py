"""People of the station and its partners, teams and roles."""
