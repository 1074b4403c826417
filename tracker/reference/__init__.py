"""Facts of the world that come with libraries: states (ISO 3166, CLDR) and cities (GeoNames)."""
