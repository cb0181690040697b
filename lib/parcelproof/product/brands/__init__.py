"""Measure 11, brands: which brand a title names, in plain letters or behind a trick, and what speaks against it."""
