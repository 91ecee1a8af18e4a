-- Grain: change of a mean that its parts don't add up to.
-- The change of a score, net, rating or number is what the panel did and what entrants and leavers
-- bring, and the base of each wave is those in both and the others.
-- Severity: error
--
-- kind: score, net, rating or number
-- measure_id: id of the score or net, else of the question
-- wave_from: the earlier wave
-- wave_to: the later wave
-- change_of_values: the change of unweighted means
-- parts: what panel, entrants and leavers give
-- panel_base: respondents in both bases
-- base_from: base of the earlier wave
-- base_to: base of the later wave
WITH sums AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        change_of_values,
        panel_change + entrants_effect + leavers_effect AS parts,
        panel_base,
        base_from,
        base_to,
        panel_base + entrants_base = base_to AND panel_base + leavers_base = base_from AS whole
    FROM trends.mean_changes
    -- where nobody is in both there is nothing to set beside the others
    WHERE change_of_values IS NOT NULL AND panel_base > 0
)
SELECT
    kind,
    measure_id,
    wave_from,
    wave_to,
    change_of_values,
    parts,
    panel_base,
    base_from,
    base_to
FROM sums
-- but for the last bits of sums of floats
WHERE
    NOT whole
    OR abs(change_of_values - parts) > 0.000000001 * greatest(1, abs(change_of_values))
    OR parts IS NULL
