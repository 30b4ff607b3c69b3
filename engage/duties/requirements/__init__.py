"""One requirement of a project or a body: how it stands, signed, excused or shown by hand."""
