-- Grain: set × the set that it is a part of.
-- The best that is known of the size of each set that quantity words, comparisons and ranks
-- speak of: as printed; the length of a complete list; the base that percentages and their names
-- share; what the other answers leave; a percentage that no count of its base gives, as a range
-- around it; the answers at hand; the length of a list of examples.
--
-- set_id: the set
-- within_id: the set that it is a part of
-- source: printed, list, names, rest, percent, answers or examples
-- claim_id: the claim that gives the size, if one does
-- base: size of the set that it is a part of; of a percentage, twice the whole
-- n_low: smallest size
-- n_high: largest size
-- words: the size in words
WITH targets AS (
    SELECT
        s.set_id,
        s.within_id,
        s.both_id,
        s.wave,
        min(s.question_id) AS question_id,
        min(s.option_id) AS option_id,
        min(b.n) AS base
    FROM audit.claim_sets AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    LEFT JOIN audit.bases AS b ON s.within_id = b.within_id
    WHERE c.kind IN ('quantity', 'comparison', 'rank') AND s.n_conditions > 0
    GROUP BY s.set_id, s.within_id, s.both_id, s.wave
),
stated AS (
    SELECT
        t.set_id,
        t.within_id,
        CASE WHEN n.kind = 'list' THEN 'list' ELSE 'printed' END AS source,
        CASE WHEN n.kind = 'list' THEN 2 ELSE 1 END AS preference,
        n.place,
        n.claim_id,
        CASE WHEN n.within_id = t.within_id THEN coalesce(n.base, t.base) ELSE t.base END AS base,
        n.n_low,
        n.n_high,
        n.words
    FROM targets AS t
    INNER JOIN audit.numbers AS n ON t.both_id = n.both_id
    WHERE n.exact AND n.n_low <= n.n_high
),
percentages AS (
    SELECT
        t.set_id,
        t.within_id,
        'percent' AS source,
        5 AS preference,
        n.place,
        n.claim_id,
        2 * c.whole AS base,
        2 * c.printed - 1 AS n_low,
        2 * c.printed + 1 AS n_high,
        c.figure AS words
    FROM targets AS t
    INNER JOIN audit.numbers AS n
        ON t.both_id = n.both_id AND t.within_id = n.within_id AND n.kind = 'share'
    INNER JOIN audit.claims AS c ON n.claim_id = c.claim_id
    WHERE n.base IS NULL OR n.n_low > n.n_high
),
joined AS (
    SELECT
        t.set_id,
        t.within_id,
        t.base,
        n.claim_id,
        n.place,
        n.words
    FROM targets AS t
    INNER JOIN input.indicator_options AS o ON t.both_id = t.wave || ': any of ' || o.indicator_id
    LEFT JOIN audit.numbers AS n
        ON
            n.both_id = t.wave || ': ' || o.question_id || ' = ' || o.option_id
            AND n.kind = 'list' AND n.exact
),
joined_names AS (
    SELECT j.set_id, j.within_id, count(DISTINCT r.respondent_id) AS n
    FROM joined AS j
    INNER JOIN audit.claim_respondents AS r ON j.claim_id = r.claim_id
    GROUP BY j.set_id, j.within_id
),
unions AS (
    SELECT
        j.set_id,
        j.within_id,
        'list' AS source,
        2 AS preference,
        min(j.place) AS place,
        min(j.claim_id) AS claim_id,
        j.base,
        n.n AS n_low,
        n.n AS n_high,
        string_agg(j.words, ' and ' ORDER BY j.place) || ', ' || CAST(n.n AS VARCHAR)
        || ' different ones' AS words
    FROM joined AS j
    INNER JOIN joined_names AS n ON j.set_id = n.set_id AND j.within_id = n.within_id
    GROUP BY j.set_id, j.within_id, j.base, n.n
    HAVING count(*) = count(j.claim_id)
),
shared AS (
    SELECT
        t.set_id,
        t.within_id,
        'names' AS source,
        3 AS preference,
        CAST(NULL AS BIGINT) AS place,
        b.claim_id,
        t.base,
        b.n AS n_low,
        b.n AS n_high,
        CAST(b.n AS VARCHAR) || ', the only base of which ' || b.names AS words
    FROM targets AS t
    INNER JOIN audit.bases AS b ON t.both_id = b.within_id AND b.source = 'names'
),
options AS (
    SELECT
        t.set_id,
        t.within_id,
        t.base,
        o.option_id,
        max(n.n_low) AS n_low,
        min(n.n_high) AS n_high,
        min(n.claim_id) AS claim_id
    FROM targets AS t
    INNER JOIN input.questions AS q
        ON t.question_id = q.question_id AND q.type IN ('single', 'rating') AND q.options_known
    INNER JOIN input.options AS o ON t.question_id = o.question_id AND t.option_id <> o.option_id
    LEFT JOIN audit.numbers AS n
        ON
            t.wave = n.wave AND t.within_id = n.within_id AND o.question_id = n.question_id
            AND o.option_id = n.option_id AND n.exact AND n.n_low <= n.n_high
    GROUP BY t.set_id, t.within_id, t.base, o.option_id
),
rest AS (
    SELECT
        set_id,
        within_id,
        'rest' AS source,
        4 AS preference,
        CAST(NULL AS BIGINT) AS place,
        min(claim_id) AS claim_id,
        base,
        CAST(base - sum(n_high) AS BIGINT) AS n_low,
        CAST(base - sum(n_low) AS BIGINT) AS n_high,
        'the rest of ' || CAST(base AS VARCHAR) || ' if all answered' AS words
    FROM options
    GROUP BY set_id, within_id, base
    HAVING count(n_low) = count(*) AND base >= sum(n_high)
),
counted AS (
    SELECT
        t.set_id,
        t.within_id,
        o.base + o.n_unknown AS base,
        o.n,
        o.n_unknown
    FROM targets AS t
    INNER JOIN indicators.option_shares AS o
        ON t.wave = o.wave AND t.question_id = o.question_id AND t.option_id = o.option_id
    WHERE t.within_id = t.wave || ': all'
    UNION ALL
    SELECT
        t.set_id,
        t.within_id,
        count(*) FILTER (WHERE m.status <> 'out') AS base,
        count(*) FILTER (WHERE m.status = 'yes') AS n,
        count(*) FILTER (WHERE m.status = 'unknown') AS n_unknown
    FROM targets AS t
    INNER JOIN audit.set_members AS m ON t.set_id = m.set_id AND t.wave = m.wave
    INNER JOIN audit.wave_sizes AS s ON t.wave = s.wave AND s.n_responses > 0
    LEFT JOIN audit.set_members AS w
        ON t.within_id = w.set_id AND t.wave = w.wave AND m.respondent_id = w.respondent_id
    WHERE
        (t.question_id IS NULL OR t.within_id <> t.wave || ': all')
        AND (t.within_id = t.wave || ': all' OR w.status IN ('yes', 'unknown'))
    GROUP BY t.set_id, t.within_id
    HAVING count(*) FILTER (WHERE w.status = 'unknown') = 0
),
answers AS (
    SELECT
        set_id,
        within_id,
        'answers' AS source,
        6 AS preference,
        CAST(NULL AS BIGINT) AS place,
        CAST(NULL AS VARCHAR) AS claim_id,
        base,
        n AS n_low,
        n + n_unknown AS n_high,
        CASE
            WHEN n_unknown = 0 THEN CAST(n AS VARCHAR) || ' in the answers'
            ELSE
                CAST(n AS VARCHAR) || ' in the answers, ' || CAST(n_unknown AS VARCHAR)
                || ' more unknown'
        END AS words
    FROM counted
    WHERE base > 0 AND n_unknown < base
),
examples AS (
    SELECT
        t.set_id,
        t.within_id,
        'examples' AS source,
        7 AS preference,
        CAST(NULL AS BIGINT) AS place,
        n.claim_id,
        t.base,
        n.n_low,
        t.base AS n_high,
        n.words
    FROM targets AS t
    INNER JOIN audit.numbers AS n ON t.both_id = n.both_id AND NOT n.exact
),
candidates AS (
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM stated
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM percentages
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM unions
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM shared
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM rest
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM answers
    UNION ALL
    SELECT set_id, within_id, source, preference, place, claim_id, base, n_low, n_high, words
    FROM examples
)
SELECT set_id, within_id, source, claim_id, base, n_low, n_high, words
FROM candidates
QUALIFY
    row_number() OVER (
        PARTITION BY set_id, within_id
        ORDER BY preference, place, n_low DESC, claim_id
    ) = 1
