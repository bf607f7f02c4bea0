"""What pages and API get to see: frozen view models, by noun. No table object leaves app/queries."""
