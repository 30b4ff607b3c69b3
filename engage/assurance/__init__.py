"""The assurance report to the Governing Body, in which every figure leads to its records."""
