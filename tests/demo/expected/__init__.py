"""The rows that are expected in indicators.* and trends.*, by their keys, from `Truth`."""
