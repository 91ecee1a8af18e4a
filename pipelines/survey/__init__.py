"""Reads and checks the survey folder, and turns it into the tables of schema `input`."""
