"""Questions about call-outs: who may be asked, how many, who answered, who is in the field."""
