"""The phone of somebody on duty: their unit, their order, their acts, and the positions of their device."""
