"""The region: networks of municipalities and their units. Pure."""
