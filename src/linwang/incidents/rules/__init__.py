"""What may be done: plain values in, an answer or a refusal out."""
