"""The process `handout`, also `python -m handout`: the command line, rarely collecting garbage.

Collecting garbage would take a quarter of the time in which a leaflet is made. What one run leaves
behind goes with the process; a long run still collects.
"""

import gc


def start() -> None:
    """Run the command line and end the process."""
    gc.set_threshold(200_000, 50, 50)
    from handout.cli import main

    try:
        main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    start()
