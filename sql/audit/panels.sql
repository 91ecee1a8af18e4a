-- Grain: comparison between waves.
-- How the respondents of both waves changed, as far as anything tells: counted where their
-- answers are at hand; else the bounds that the two totals and the overlap leave, narrowed by
-- those of whom a list or count says that they changed. NULL where nothing tells the overlap or
-- the totals.
--
-- claim_id: the comparison
-- source: answers, or totals
-- overlap_claim_id: the claim that gives the overlap, if one does
-- n: respondents of both waves
-- before_low: the fewest of them who were in the set in the earlier wave
-- before_high: the most
-- now_low: the fewest of them who are in the set in this wave
-- now_high: the most
-- change_low: smallest change
-- change_high: largest change
-- n_gained: those said to have come into the set, as counted or named
-- n_lost: those said to have left it
WITH comparisons AS (
    SELECT
        c.claim_id,
        c.wave,
        c.wave_compared,
        s.set_id,
        s.within_id,
        s.question_id,
        s.option_id,
        b.set_id AS before_id,
        b.within_id AS before_within_id
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    INNER JOIN audit.claim_sets AS b ON c.claim_id = b.claim_id AND b.role = 'before'
    WHERE c.kind = 'comparison' AND s.n_conditions > 0
),
members AS (
    SELECT
        c.claim_id,
        a.respondent_id,
        CASE WHEN b.status = 'yes' THEN 1 ELSE 0 END AS before_low,
        CASE WHEN b.status = 'no' THEN 0 ELSE 1 END AS before_high,
        CASE WHEN a.status = 'yes' THEN 1 ELSE 0 END AS now_low,
        CASE WHEN a.status = 'no' THEN 0 ELSE 1 END AS now_high,
        CASE WHEN a.status = 'yes' AND b.status = 'no' THEN 1 ELSE 0 END AS gained,
        CASE WHEN a.status = 'no' AND b.status = 'yes' THEN 1 ELSE 0 END AS lost
    FROM comparisons AS c
    CROSS JOIN input.survey AS v
    INNER JOIN audit.wave_sizes AS w ON c.wave = w.wave AND w.n_responses > 0
    INNER JOIN audit.wave_sizes AS x ON c.wave_compared = x.wave AND x.n_responses > 0
    INNER JOIN audit.set_members AS a
        ON c.set_id = a.set_id AND c.wave = a.wave AND a.status <> 'out'
    INNER JOIN audit.set_members AS b
        ON
            c.before_id = b.set_id AND c.wave_compared = b.wave
            AND a.respondent_id = b.respondent_id AND b.status <> 'out'
    LEFT JOIN audit.set_members AS i
        ON c.within_id = i.set_id AND c.wave = i.wave AND a.respondent_id = i.respondent_id
    LEFT JOIN audit.set_members AS j
        ON
            c.before_within_id = j.set_id AND c.wave_compared = j.wave
            AND a.respondent_id = j.respondent_id
    WHERE
        v.identified_by <> 'row'
        AND (c.within_id = c.wave || ': all' OR i.status = 'yes')
        AND (c.before_within_id = c.wave_compared || ': all' OR j.status = 'yes')
),
counted AS (
    SELECT
        claim_id,
        count(*) AS n,
        CAST(sum(before_low) AS BIGINT) AS before_low,
        CAST(sum(before_high) AS BIGINT) AS before_high,
        CAST(sum(now_low) AS BIGINT) AS now_low,
        CAST(sum(now_high) AS BIGINT) AS now_high,
        CAST(sum(now_low - before_high) AS BIGINT) AS change_low,
        CAST(sum(now_high - before_low) AS BIGINT) AS change_high,
        CAST(sum(gained) AS BIGINT) AS n_gained,
        CAST(sum(lost) AS BIGINT) AS n_lost
    FROM members
    GROUP BY claim_id
    HAVING sum(CASE WHEN now_low = now_high AND before_low = before_high THEN 1 ELSE 0 END) > 0
),
stated_overlaps AS (
    SELECT
        c.claim_id,
        o.claim_id AS overlap_claim_id,
        CAST(round(o.value) AS BIGINT) AS n
    FROM comparisons AS c
    INNER JOIN audit.claims AS o
        ON
            o.kind = 'overlap'
            AND (
                (o.wave = c.wave AND o.wave_compared = c.wave_compared)
                OR (o.wave = c.wave_compared AND o.wave_compared = c.wave)
            )
    QUALIFY row_number() OVER (PARTITION BY c.claim_id ORDER BY o.place) = 1
),
-- Claims on those who gave one answer in the one wave and another in the other.
movers AS (
    SELECT
        c.claim_id,
        max(n.n_low)
            FILTER (WHERE a.option_id = c.option_id AND b.option_id <> c.option_id) AS n_gained,
        max(n.n_low)
            FILTER (WHERE a.option_id <> c.option_id AND b.option_id = c.option_id) AS n_lost
    FROM comparisons AS c
    INNER JOIN input.questions AS q
        ON c.question_id = q.question_id AND q.type IN ('single', 'rating')
    INNER JOIN audit.claim_conditions AS a
        ON c.question_id = a.question_id AND c.wave = a.wave AND a.role IN ('about', 'within')
    INNER JOIN audit.claim_conditions AS b
        ON
            a.claim_id = b.claim_id AND c.question_id = b.question_id
            AND c.wave_compared = b.wave AND b.role IN ('about', 'within')
    INNER JOIN audit.numbers AS n ON a.claim_id = n.claim_id AND n.kind IN ('count', 'list')
    GROUP BY c.claim_id
),
totals AS (
    SELECT
        c.claim_id,
        o.overlap_claim_id,
        o.n,
        coalesce(m.n_gained, 0) AS n_gained,
        coalesce(m.n_lost, 0) AS n_lost,
        greatest(t.n_low - (t.base - o.n), coalesce(m.n_lost, 0)) AS before_low,
        least(o.n - coalesce(m.n_gained, 0), t.n_high) AS before_high,
        greatest(s.n_low - (s.base - o.n), coalesce(m.n_gained, 0)) AS now_low,
        least(o.n - coalesce(m.n_lost, 0), s.n_high) AS now_high
    FROM comparisons AS c
    INNER JOIN stated_overlaps AS o ON c.claim_id = o.claim_id
    INNER JOIN audit.set_sizes AS s ON c.set_id = s.set_id AND c.within_id = s.within_id
    INNER JOIN audit.set_sizes AS t ON c.before_id = t.set_id AND c.before_within_id = t.within_id
    LEFT JOIN movers AS m ON c.claim_id = m.claim_id
    WHERE
        s.base IS NOT NULL AND t.base IS NOT NULL
        AND s.source <> 'percent' AND t.source <> 'percent'
)
SELECT
    claim_id,
    'answers' AS source,
    CAST(NULL AS VARCHAR) AS overlap_claim_id,
    n,
    before_low,
    before_high,
    now_low,
    now_high,
    change_low,
    change_high,
    n_gained,
    n_lost
FROM counted
UNION ALL
SELECT
    t.claim_id,
    'totals' AS source,
    t.overlap_claim_id,
    t.n,
    t.before_low,
    t.before_high,
    t.now_low,
    t.now_high,
    t.now_low - t.before_high AS change_low,
    t.now_high - t.before_low AS change_high,
    t.n_gained,
    t.n_lost
FROM totals AS t
LEFT JOIN counted AS c ON t.claim_id = c.claim_id
WHERE c.claim_id IS NULL
