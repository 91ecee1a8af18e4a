-- Grain: wave that has a page.
-- What the report says of who answered as a whole: the response rate with what the number of
-- members stands on, and who had answered before.
--
-- wave: wave id
-- n_members: members who could have answered, NULL where not known or where more answered
-- n_answered: of them, those who answered; NULL where more answered than there are said to be
-- too_few_members: true where more answered than there are said to be
-- rate: n_answered of n_members; NULL where that is not known or too small for a percentage
-- population_basis: what the number of members is: registry, stated or assumed
-- rate_note: what is to be said with the rate, other than that a number is assumed or not known
-- why_no_groups: why there are no rates by group, NULL where there are
-- wave_before: nearest earlier wave of which it is known who answered, NULL where there is none
-- n_new: who answered none of the earlier waves
-- n_returning: who answered the wave before, too
-- n_returned: who did not answer the wave before, but an earlier one
-- n_stopped: who answered the wave before and not this one
-- n_left: of n_stopped, who by the registry was a member no more; NULL where it can't tell
-- before_note: what the numbers against earlier waves can't tell, NULL where they tell all
SELECT
    w.wave,
    CASE WHEN r.n_answered <= r.n_members THEN r.n_members END AS n_members,
    CASE WHEN r.n_members IS NULL OR r.n_answered <= r.n_members THEN r.n_answered
    END AS n_answered,
    coalesce(r.n_answered > r.n_members, FALSE) AS too_few_members,
    CASE WHEN r.n_members >= w.counts_only_below THEN r.rate END AS rate,
    r.population_basis,
    CASE
        WHEN r.n_members IS NOT NULL AND r.population_basis <> 'assumed' THEN r.note
    END AS rate_note,
    r.why_no_groups,
    b.wave_before,
    b.n_new,
    b.n_returning,
    b.n_returned,
    b.n_stopped,
    b.n_left,
    b.note AS before_note
FROM report.waves AS w
INNER JOIN indicators.response_rates AS r ON w.wave = r.wave AND r.group_by = 'all'
INNER JOIN indicators.answered_before AS b ON w.wave = b.wave
WHERE w.has_page
ORDER BY w.wave
