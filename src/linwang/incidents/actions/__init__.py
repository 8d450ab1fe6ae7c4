"""Every change of the loop: one transaction, one journal line each."""
