"""Patient leaflets from YAML: accessible, personalised PDFs, one at a time or in thousands."""

__version__ = "0.1.0"
