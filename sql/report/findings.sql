-- Grain: finding about a published report.
-- The findings in the order of the report that they are about.
--
-- finding_id: finding
-- wave: wave whose report makes the claim
-- position: order in that report, from 1
-- section: section id
-- section_title: title of the section
-- claim_id: claim
-- quote: the phrase that carries the claim
-- question_id: the question spoken of, NULL where there is none or more than one
-- related_claim_id: the other claim, if any
-- related_quote: its phrase
-- check_id: check that found it
-- verdict: holds, contradicted, impossible, unsupported or not_checkable
-- arithmetic: the sum, in words
-- explanation: what it means
WITH subjects AS (
    SELECT claim_id, max(question_id) AS question_id
    FROM input.claim_sets
    WHERE role = 'about' AND question_id IS NOT NULL
    GROUP BY claim_id
    HAVING count(DISTINCT question_id) = 1
)
SELECT
    f.finding_id,
    c.ledger_wave AS wave,
    row_number() OVER (
        PARTITION BY c.ledger_wave
        ORDER BY coalesce(s.position, 0), c.position, f.check_id, f.finding_id
    ) AS position,
    c.section,
    coalesce(s.title, c.section) AS section_title,
    f.claim_id,
    c.quote,
    u.question_id,
    f.related_claim_id,
    r.quote AS related_quote,
    f.check_id,
    f.verdict,
    f.arithmetic,
    f.explanation
FROM audit.findings AS f
INNER JOIN report.open_claims AS z ON f.claim_id = z.claim_id
INNER JOIN input.claims AS c ON f.claim_id = c.claim_id
LEFT JOIN input.sections AS s ON c.section = s.section
LEFT JOIN report.open_claims AS y ON f.related_claim_id = y.claim_id
LEFT JOIN input.claims AS r ON y.claim_id = r.claim_id
LEFT JOIN subjects AS u ON f.claim_id = u.claim_id
WHERE f.related_claim_id IS NULL OR y.claim_id IS NOT NULL
ORDER BY c.ledger_wave, position
