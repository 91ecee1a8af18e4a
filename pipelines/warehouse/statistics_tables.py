"""What SQL can't compute, as lookup tables that the models join."""

from __future__ import annotations

from pipelines.warehouse.tables import INDICATOR, Table

STATISTICS = [
    Table(
        "indicators.z_values",
        "confidence level",
        "Quantile of the normal distribution for two-sided intervals, from input.survey.",
        {
            "confidence_level": ("DOUBLE", "level of the intervals, 0-1"),
            "z": ("DOUBLE", "the quantile, such as 1.96 for 0.95"),
        },
    ),
    Table(
        "indicators.member_limits",
        "population × base × count",
        "Exact hypergeometric limits for the number of members who have it, were those who "
        "answered a random draw: for each wave's population and responses, and every count they "
        "could give.",
        {
            "population_n": ("BIGINT", "members"),
            "base": ("BIGINT", "responses"),
            "n": ("BIGINT", "responses with yes"),
            "members_low": ("BIGINT", "fewest members who may have it"),
            "members_high": ("BIGINT", "most members who may have it"),
        },
    ),
    Table(
        "trends.paired_tests",
        "kept × gained × lost × neither",
        "What a panel's counts say of its change, for all counts of trends.panels that leave "
        "nothing unknown. Filled once trends.panels stands.",
        {
            "kept": ("BIGINT", "respondents with yes in both waves"),
            "gained": ("BIGINT", "respondents with no, then yes"),
            "lost": ("BIGINT", "respondents with yes, then no"),
            "neither": ("BIGINT", "respondents with no in both waves"),
            "p_exact": ("DOUBLE", "McNemar's exact p, two-sided"),
            "p_mid": ("DOUBLE", "its mid-p"),
            "ci_low": ("DOUBLE", "Newcombe's paired interval for the change of the share"),
            "ci_high": ("DOUBLE", "its upper limit"),
        },
    ),
    Table(
        "trends.adjusted_tests",
        "indicator × pair of waves",
        "The exact p of trends.paired_tests, adjusted after Holm for all indicators of the pair of "
        "waves. Only pairs that compare. Filled once trends.panels stands.",
        {
            "indicator_id": INDICATOR,
            "wave_from": ("VARCHAR", "the earlier wave"),
            "wave_to": ("VARCHAR", "the later wave"),
            "p_holm": ("DOUBLE", "the adjusted p"),
        },
    ),
]
