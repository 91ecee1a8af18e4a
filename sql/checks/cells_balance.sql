-- Grain: source file whose books don't balance.
-- Every cell of a source file is loaded, rejected, ignored or blank, and none is counted twice.
-- Severity: error
--
-- wave: wave id
-- source_file: path below the wave's raw folder
-- cells: data cells, as their fates were counted
-- accounted_for: loaded, rejected, ignored and blank cells
-- beyond_header: those of them in no column of the header
-- cells_in_file: rows times columns of the file
SELECT
    wave,
    source_file,
    cells,
    loaded + rejected + ignored + blank AS accounted_for,
    beyond_header,
    cells_in_file
FROM audit.cell_conservation
WHERE NOT balanced
