-- Grain: claim.
-- The ledger of what published reports assert: figures, lists, comparisons, quantity words.
--
-- claim_id: claim, <wave of the ledger>/<id in the ledger>
-- ledger_wave: wave whose report makes the claim
-- wave: wave spoken of
-- place: order over all ledgers, from 1
-- section: section of the report
-- kind: share, count, base, overlap, list, quantity, comparison, rank, universal, date, score or
--   statement
-- indicator_id: indicator whose value it states, if any
-- value: percent, number of respondents, rank or score, as printed
-- value_date: date, for a date claim
-- unit: percent, respondents, rank, date or score; NULL without a value
-- printed: the percentage or score in its last printed place, such as 62 for 62% and 625 for 62.5%
-- whole: what 100% is in that place: 100, 1000 or 10000
-- figure: the value as printed, such as 62%
-- base: base, where the report prints one
-- word: quantity word, lower case; for a date, what is dated
-- direction: up, down or same, for a comparison
-- wave_compared: the other wave of a comparison or an overlap
-- list_complete: true where the wording of a list says that these are all
-- vague: true where the wording is too vague to be anyone's answer
-- quote: the phrase that carries the claim
-- note: note on the reading of the wording
WITH places AS (
    SELECT
        claim_id,
        CASE
            WHEN kind NOT IN ('share', 'score') OR value IS NULL THEN NULL
            WHEN abs(value - round(value)) < 0.000001 THEN 100
            WHEN abs(value * 10 - round(value * 10)) < 0.00001 THEN 1000
            ELSE 10000
        END AS whole
    FROM input.claims
),
scaled AS (
    SELECT
        p.claim_id,
        p.whole,
        CAST(round(c.value * p.whole / 100) AS BIGINT) AS printed
    FROM places AS p
    INNER JOIN input.claims AS c ON p.claim_id = c.claim_id
)
SELECT
    c.claim_id,
    c.ledger_wave,
    coalesce(c.wave, c.ledger_wave) AS wave,
    row_number() OVER (ORDER BY c.ledger_wave, c.position, c.claim_id) AS place,
    c.section,
    c.kind,
    c.indicator_id,
    c.value,
    c.value_date,
    c.unit,
    s.printed,
    s.whole,
    CASE
        WHEN s.whole IS NOT NULL THEN CASE s.whole
                WHEN 100 THEN CAST(s.printed AS VARCHAR)
                WHEN 1000 THEN CAST(s.printed * 0.1 AS VARCHAR)
                ELSE CAST(s.printed * 0.01 AS VARCHAR)
            END || CASE WHEN c.kind = 'share' THEN '%' ELSE '' END
        WHEN c.value_date IS NOT NULL THEN CAST(c.value_date AS VARCHAR)
        ELSE CAST(CAST(round(c.value) AS BIGINT) AS VARCHAR)
    END AS figure,
    c.base,
    c.word,
    c.direction,
    c.wave_compared,
    c.list_complete,
    coalesce(c.vague, FALSE) AS vague,
    c.quote,
    c.note
FROM input.claims AS c
INNER JOIN scaled AS s ON c.claim_id = s.claim_id
