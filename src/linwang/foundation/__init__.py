"""What every package stands on: clock, actor, refusals, capabilities, journal, numbering, outbox, keys."""
