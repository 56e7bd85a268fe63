"""A finished PDF, whoever made it, read back as plain data: what stands where, and its tags."""
