"""Yearly survey exports to a warehouse that can be trusted, and the warehouse to the report."""
