"""The pages of the loop: board, intake, incident, search, hand-over."""
