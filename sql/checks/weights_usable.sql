-- Grain: response whose weight can't be used.
-- A counted response has a weight, which is a number from 0 to a million: sums of weights and of
-- their squares are exact decimals, and those have an end.
-- Severity: error
--
-- wave: wave id
-- response_id: response
-- weight: the weight
SELECT
    wave,
    response_id,
    weight
FROM core.responses
WHERE counted AND (weight IS NULL OR NOT (weight >= 0 AND weight <= 1000000))
