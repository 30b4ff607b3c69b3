"""Acts on many records that take long: they go on in a process of their own, and say how far they are."""
