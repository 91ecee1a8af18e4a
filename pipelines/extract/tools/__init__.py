"""Readers of survey tools' exports, a file each."""
