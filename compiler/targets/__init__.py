"""Programs in the forms of other engines."""
