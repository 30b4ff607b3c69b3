"""Words of spreadsheets that were not understood, mended afterwards for many records at once."""
