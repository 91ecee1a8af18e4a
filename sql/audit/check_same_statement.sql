-- Grain: pair of claims on the same thing.
-- Two statements of the same thing must agree: sizes of the same set, complete lists of it, the
-- number of responses, how many answered two waves, dates of the same.
--
-- claim_id: the claim that comes second
-- related_claim_id: the one that comes first
-- check_id: same_statement
-- verdict: holds or contradicted
-- arithmetic: the two side by side
-- explanation: what it means
WITH illustrated AS (
    SELECT claim_id, related_claim_id
    FROM input.claim_relations
    WHERE relation = 'illustrates'
    UNION
    SELECT related_claim_id AS claim_id, claim_id AS related_claim_id
    FROM input.claim_relations
    WHERE relation = 'illustrates'
),
sizes AS (
    SELECT
        b.claim_id,
        a.claim_id AS first_id,
        b.kind,
        a.kind AS first_kind,
        b.words,
        a.words AS first_words,
        'the size of the same set' AS what,
        CASE
            WHEN a.kind = 'share' AND b.kind = 'share' AND a.within_id = b.within_id
                THEN
                    (2 * c.printed - 1) * d.whole < (2 * d.printed + 1) * c.whole
                    AND (2 * d.printed - 1) * c.whole < (2 * c.printed + 1) * d.whole
            ELSE a.n_low <= b.n_high AND b.n_low <= a.n_high
        END AS agree
    FROM audit.numbers AS a
    INNER JOIN audit.numbers AS b ON a.both_id = b.both_id AND a.place < b.place
    INNER JOIN audit.claims AS c ON a.claim_id = c.claim_id
    INNER JOIN audit.claims AS d ON b.claim_id = d.claim_id
    LEFT JOIN illustrated AS i ON a.claim_id = i.claim_id AND b.claim_id = i.related_claim_id
    WHERE
        a.exact AND b.exact AND i.claim_id IS NULL
        AND NOT (a.kind = 'list' AND b.kind = 'list')
        AND (
            (a.kind = 'share' AND b.kind = 'share' AND a.within_id = b.within_id)
            OR (a.n_low <= a.n_high AND b.n_low <= b.n_high)
        )
),
lists AS (
    SELECT a.claim_id AS first_id, b.claim_id, a.words AS first_words, b.words
    FROM audit.numbers AS a
    INNER JOIN audit.numbers AS b ON a.both_id = b.both_id AND a.place < b.place
    WHERE a.kind = 'list' AND b.kind = 'list' AND a.exact AND b.exact
),
names AS (
    SELECT
        l.first_id,
        l.claim_id,
        r.respondent_id,
        min(r.name) AS name,
        min(r.position) AS position,
        count(*) AS n_lists
    FROM lists AS l
    INNER JOIN audit.claim_respondents AS r ON r.claim_id IN (l.first_id, l.claim_id)
    GROUP BY l.first_id, l.claim_id, r.respondent_id
),
single_names AS (
    SELECT
        first_id,
        claim_id,
        string_agg(name, ', ' ORDER BY position, name) AS names
    FROM names
    WHERE n_lists = 1
    GROUP BY first_id, claim_id
),
pairs AS (
    SELECT claim_id, first_id, words, first_words, what, agree
    FROM sizes
    UNION ALL
    SELECT
        l.claim_id,
        l.first_id,
        l.words || coalesce('; in one list only: ' || s.names, ', the same names') AS words,
        l.first_words,
        'complete lists of the same set' AS what,
        s.names IS NULL AS agree
    FROM lists AS l
    LEFT JOIN single_names AS s ON l.claim_id = s.claim_id AND l.first_id = s.first_id
    UNION ALL
    SELECT
        b.claim_id,
        a.claim_id AS first_id,
        b.figure AS words,
        a.figure AS first_words,
        'how many answered both waves' AS what,
        a.value = b.value AS agree
    FROM audit.claims AS a
    INNER JOIN audit.claims AS b
        ON
            a.place < b.place
            AND least(a.wave, a.wave_compared) = least(b.wave, b.wave_compared)
            AND greatest(a.wave, a.wave_compared) = greatest(b.wave, b.wave_compared)
    WHERE a.kind = 'overlap' AND b.kind = 'overlap'
    UNION ALL
    SELECT
        b.claim_id,
        a.claim_id AS first_id,
        b.figure AS words,
        a.figure AS first_words,
        'the date of the same (' || replace(a.word, '_', ' ') || ')' AS what,
        a.value_date = b.value_date AS agree
    FROM audit.claims AS a
    INNER JOIN audit.claims AS b ON a.place < b.place AND a.wave = b.wave AND a.word = b.word
    WHERE a.kind = 'date' AND b.kind = 'date'
    UNION ALL
    SELECT
        c.claim_id,
        w.claim_id AS first_id,
        'base ' || CAST(c.base AS VARCHAR) AS words,
        CAST(w.n_low AS VARCHAR) || ' responses' AS first_words,
        'the number of responses as a base' AS what,
        c.base <= w.n_low AS agree
    FROM audit.claims AS c
    INNER JOIN audit.numbers AS w
        ON c.wave = w.wave AND w.kind = 'base' AND w.set_id = w.wave || ': all'
    WHERE c.base IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY c.claim_id ORDER BY w.place) = 1
)
SELECT
    claim_id,
    first_id AS related_claim_id,
    'same_statement' AS check_id,
    CASE WHEN agree THEN 'holds' ELSE 'contradicted' END AS verdict,
    first_words || ' against ' || words AS arithmetic,
    CASE WHEN agree THEN 'Two statements agree on ' ELSE 'Two statements disagree on ' END
    || what || '.' AS explanation
FROM pairs
