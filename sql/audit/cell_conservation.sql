-- Grain: source file.
-- The books of every source file: each of its cells was loaded, rejected, ignored or blank, and
-- there are as many as the file has rows times columns. The two counts are independent: the
-- fates are counted column by column, the rows and columns when the file is opened.
--
-- wave: wave id
-- source_file: path below the wave's raw folder
-- cells: data cells, as their fates were counted
-- loaded: cells in core tables
-- rejected: cells in core.rejected_cells
-- ignored: cells of columns declared ignored or personal
-- blank: empty cells
-- cells_in_file: rows times columns of the file
-- balanced: true where both counts agree with the sum of the fates
WITH fates AS (
    SELECT
        wave,
        source_file,
        CAST(sum(cells) AS BIGINT) AS cells,
        CAST(sum(loaded) AS BIGINT) AS loaded,
        CAST(sum(rejected) AS BIGINT) AS rejected,
        CAST(sum(ignored) AS BIGINT) AS ignored,
        CAST(sum(blank) AS BIGINT) AS blank
    FROM core.cell_fates
    GROUP BY wave, source_file
)
SELECT
    coalesce(f.wave, s.wave) AS wave,
    coalesce(f.source_file, s.path) AS source_file,
    coalesce(f.cells, 0) AS cells,
    coalesce(f.loaded, 0) AS loaded,
    coalesce(f.rejected, 0) AS rejected,
    coalesce(f.ignored, 0) AS ignored,
    coalesce(f.blank, 0) AS blank,
    coalesce(s.rows * s.columns, 0) AS cells_in_file,
    coalesce(
        f.cells = f.loaded + f.rejected + f.ignored + f.blank AND f.cells = s.rows * s.columns,
        coalesce(s.rows * s.columns = 0, FALSE)
    ) AS balanced
FROM fates AS f
FULL JOIN core.source_files AS s ON f.wave = s.wave AND f.source_file = s.path
