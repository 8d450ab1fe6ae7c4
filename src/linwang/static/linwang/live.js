// One stream of notices for a tab; what a notice concerns asks the server again.
