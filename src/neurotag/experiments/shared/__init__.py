"""Lives and readings that several claims share."""
