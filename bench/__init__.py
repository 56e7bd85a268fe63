"""One leaflet in five programs, measured side by side: see README.md."""
