"""Rules of the finished pages, and what they look at."""
