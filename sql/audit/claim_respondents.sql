-- Grain: claim × respondent named.
-- Who is named in the lists of published reports; a respondent named twice in a list counts once.
--
-- claim_id: claim
-- respondent_id: respondent
-- position: order in the list
-- name: name in the registry, else as the report writes it
SELECT
    n.claim_id,
    n.respondent_id,
    min(n.position) AS position,
    coalesce(min(r.name), min(n.as_written), n.respondent_id) AS name
FROM input.claim_respondents AS n
LEFT JOIN input.respondents AS r ON n.respondent_id = r.respondent_id
GROUP BY n.claim_id, n.respondent_id
