-- Grain: what may be printed.
-- What may be printed from which size of a base on, by base_rules of survey.yml. The size is the
-- number of respondents that a figure speaks of, known and unknown ones, or Kish's effective
-- number of them where that is less, rounded down: the tables of shares, numbers, scales, nets
-- and mean scores, of everyone and of groups, hold it as `size`, and beside it what it allows.
--
-- shows: names (or counts), counts, or percent: the percentage beside the count
-- size_from: the smallest size of which it holds
-- size_below: the size at which the next rule begins, NULL: none does
SELECT
    'names' AS shows,
    0 AS size_from,
    names_only_below AS size_below
FROM input.survey
UNION ALL
SELECT
    'counts' AS shows,
    names_only_below AS size_from,
    counts_only_below AS size_below
FROM input.survey
UNION ALL
SELECT
    'percent' AS shows,
    counts_only_below AS size_from,
    NULL AS size_below
FROM input.survey
ORDER BY size_from, shows
