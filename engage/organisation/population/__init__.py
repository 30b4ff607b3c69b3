"""Who lives in the area of a body: figures as a source counted them."""
