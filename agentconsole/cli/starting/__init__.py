"""How a console comes to be opened, on whose store, and what runs beside its screens."""
