-- Grain: language.
-- What a respondent is called in sentences of languages other than English.
--
-- language: language, two letters
-- one: one respondent
-- many: several respondents
-- gender: feminine or masculine
SELECT
    language,
    one,
    many,
    gender
FROM input.nouns
ORDER BY language
