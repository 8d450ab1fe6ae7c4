"""How long it takes to get there, by road where the roads are known."""
