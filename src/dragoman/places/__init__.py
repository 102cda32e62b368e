"""Places: cities, countries and sites that make news, with country and coordinates, and where events happened."""
