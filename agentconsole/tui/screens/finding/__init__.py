"""Getting somewhere: the search, the views, the places, and the way back."""
