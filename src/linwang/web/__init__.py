"""The pages: a door that translates requests into one action and one question, and nothing else."""
