-- Grain: source file.
-- The books of every source file: each of its cells was loaded, rejected, ignored or blank, and
-- in the columns that the wave's file declares there are as many as the file has rows times
-- columns. The two counts are independent: fates are counted column by column, rows and columns
-- when the file is read. Cells to the right of the header come on top.
--
-- wave: wave id
-- source_file: path below the wave's raw folder
-- cells: data cells, as their fates were counted
-- loaded: cells in core tables
-- rejected: cells in core.rejected_cells
-- ignored: cells of columns declared ignored or personal
-- blank: empty cells
-- beyond_header: those of them in no column of the header
-- cells_in_file: rows times columns of the file
-- balanced: true where both counts agree with the sum of the fates
WITH fates AS (
    SELECT
        f.wave,
        f.source_file,
        CAST(sum(f.cells) AS BIGINT) AS cells,
        CAST(sum(f.loaded) AS BIGINT) AS loaded,
        CAST(sum(f.rejected) AS BIGINT) AS rejected,
        CAST(sum(f.ignored) AS BIGINT) AS ignored,
        CAST(sum(f.blank) AS BIGINT) AS blank,
        CAST(sum(CASE WHEN c.source_column IS NULL THEN f.cells ELSE 0 END) AS BIGINT)
            AS beyond_header
    FROM core.cell_fates AS f
    LEFT JOIN input.columns AS c
        ON
            f.wave = c.wave
            AND f.source_file = c.source_file
            AND f.source_column = c.source_column
    GROUP BY f.wave, f.source_file
)
SELECT
    coalesce(f.wave, s.wave) AS wave,
    coalesce(f.source_file, s.path) AS source_file,
    coalesce(f.cells, 0) AS cells,
    coalesce(f.loaded, 0) AS loaded,
    coalesce(f.rejected, 0) AS rejected,
    coalesce(f.ignored, 0) AS ignored,
    coalesce(f.blank, 0) AS blank,
    coalesce(f.beyond_header, 0) AS beyond_header,
    coalesce(s.rows * s.columns, 0) AS cells_in_file,
    coalesce(
        f.cells = f.loaded + f.rejected + f.ignored + f.blank
        AND f.cells - f.beyond_header = s.rows * s.columns,
        FALSE
    ) AS balanced
FROM fates AS f
FULL JOIN core.source_files AS s ON f.wave = s.wave AND f.source_file = s.path
