"""The exercises there are: chosen by their tags, and as a sheet of pictures for the wall."""
