"""A demonstration year: Wolverhampton CCG in 2019/20, from public records, with invented rows marked."""
