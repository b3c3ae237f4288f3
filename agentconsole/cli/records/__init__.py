"""Files of other systems: records brought into a store, and taken out of it again."""
