-- Grain: word for a quantity.
-- The words for quantities in their order: a sentence takes the first one whose bounds all hold
-- for k of n.
--
-- position: order, from 1
-- word: the word, lower case
-- at_least_num: k × den >= num × n, NULL where unbounded
-- at_least_den: denominator of the bound
-- more_than_num: k × den > num × n, NULL where unbounded
-- more_than_den: denominator of the bound
-- at_most_num: k × den <= num × n, NULL where unbounded
-- at_most_den: denominator of the bound
-- less_than_num: k × den < num × n, NULL where unbounded
-- less_than_den: denominator of the bound
SELECT
    position,
    word,
    at_least_num,
    at_least_den,
    more_than_num,
    more_than_den,
    at_most_num,
    at_most_den,
    less_than_num,
    less_than_den
FROM input.quantity_words
ORDER BY position
