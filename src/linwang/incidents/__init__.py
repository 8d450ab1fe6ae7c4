"""Calls, incidents, assignments, procedures, outcome and call-backs: the loop itself."""
