"""The commands of `waves`, a file each; `pipelines.cli` says how they are called.

A command is a function that does its work, writes its result to standard output, and
raises a `WavesError` for what a person must mend.
"""
