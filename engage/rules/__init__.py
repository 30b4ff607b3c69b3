"""The law and the arithmetic: plain Python and dated text files, with no web and no tables."""
