-- Grain: language × subject × text.
-- The survey's own texts in other languages than that of the survey.
--
-- language: language of the translation, two letters
-- subject: what it is a text of: survey, kind, section, question, option, indicator, wave,
--   attribute, claim or reading; language: what is to be said of the translation
-- subject_id: its id; of an option, that of its question; of a reading, that of its attribute; else
--   empty
-- text: the text as it is
-- translation: the text in this language
SELECT
    language,
    subject,
    subject_id,
    text,
    translation
FROM input.translations
ORDER BY language, subject, subject_id, text
