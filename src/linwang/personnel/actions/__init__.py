"""Every change to people, their roles, their PINs and partners' keys."""
