"""A topic's scores on one page, for a governance group to file: tagged, as leaflets are."""
