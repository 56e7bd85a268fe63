"""`python -m handout` is the command `handout`."""

from handout.cli import main

main()
