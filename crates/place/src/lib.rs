//! Where: place names in news text to GeoNames records.
