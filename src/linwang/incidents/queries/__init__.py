"""Every question about the loop; frozen rows or locked records come out, nothing is written."""
