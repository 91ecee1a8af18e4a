-- Grain: source file.
-- The files behind a wave and what became of their cells.
--
-- wave: wave id
-- path: path below the wave's raw folder
-- position: order, from 1
-- sha256: SHA-256 of the file
-- rows: rows of data
-- columns: columns
-- cells: data cells
-- loaded: cells in the warehouse
-- rejected: cells in quarantine
-- ignored: cells of columns left out by name
-- blank: empty cells
SELECT
    f.wave,
    f.path,
    row_number() OVER (PARTITION BY f.wave ORDER BY f.path) AS position,
    f.sha256,
    f.rows,
    f.columns,
    c.cells,
    c.loaded,
    c.rejected,
    c.ignored,
    c.blank
FROM core.source_files AS f
LEFT JOIN audit.cell_conservation AS c ON f.wave = c.wave AND f.path = c.source_file
ORDER BY f.wave, f.path
