"""Bringing a new wave in: what its export holds, what it means, and who decided it."""
