-- Grain: wave with more responses than members.
-- There are no more responses than members; else the number of members is wrong, and what is said
-- of all members is left out.
-- Severity: warning
--
-- wave: wave id
-- population_n: members
-- n_responses: responses
SELECT
    wave,
    population_n,
    n_responses
FROM core.waves
WHERE n_responses > population_n
