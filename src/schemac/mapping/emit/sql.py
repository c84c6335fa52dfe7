"""A map as SQL: three tables that hold it, and a view that carries labels through it.

Labels are one row a keypoint: `schemac_labels(instance, keypoint, x, y, tier)`. Only standard
joins, groups and CASE are used; names are quoted, text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.mapping.migration import MigrationMap

_VIEW = """
-- Labels of {target} from labels of {source}: one row for each instance and target keypoint.
CREATE VIEW "schemac_carried" AS
WITH "ranked" AS (
  SELECT l."instance", l."keypoint", l."x", l."y", t."rank",
    CASE WHEN t."keeps" = 1 AND l."x" IS NOT NULL AND l."y" IS NOT NULL
      THEN 1 ELSE 0 END AS "placed"
  FROM "schemac_labels" l JOIN "schemac_map_tier" t ON t."code" = l."tier"
),
"placed" AS (
  SELECT r."instance", s."target",
    SUM(s."weight_x" * r."x") AS "x", SUM(s."weight_y" * r."y") AS "y",
    MIN(r."placed") AS "whole", COUNT(*) AS "found", MIN(r."rank") AS "worst"
  FROM "ranked" r JOIN "schemac_map_source" s ON s."source" = r."keypoint"
  GROUP BY r."instance", s."target"
),
"best" AS (
  SELECT r."instance", g."target", g."part", MAX(r."rank") AS "rank"
  FROM "ranked" r JOIN "schemac_map_rule" g ON g."source" = r."keypoint"
  GROUP BY r."instance", g."target", g."part"
),
"ruled" AS (
  SELECT "instance", "target", MIN("rank") AS "rank" FROM "best" GROUP BY "instance", "target"
)
SELECT i."instance", p."target" AS "keypoint",
  CASE WHEN d."whole" = 1 AND d."found" = p."sources" THEN d."x" END AS "x",
  CASE WHEN d."whole" = 1 AND d."found" = p."sources" THEN d."y" END AS "y",
  c."code" AS "tier"
FROM (SELECT DISTINCT "instance" FROM "schemac_labels") i
CROSS JOIN "schemac_map_point" p
LEFT JOIN "placed" d ON d."instance" = i."instance" AND d."target" = p."target"
LEFT JOIN "ruled" u ON u."instance" = i."instance" AND u."target" = p."target"
LEFT JOIN "schemac_map_code" c ON c."rank" = CASE
  WHEN d."found" < p."sources" THEN NULL WHEN d."whole" = 1 THEN u."rank" ELSE d."worst" END;
"""

_TABLES = """\
CREATE TABLE "schemac_map_point" (
  "target" VARCHAR(200) PRIMARY KEY, "position" INTEGER NOT NULL,
  "fidelity" VARCHAR(20) NOT NULL, "sources" INTEGER NOT NULL);
CREATE TABLE "schemac_map_source" (
  "target" VARCHAR(200) NOT NULL, "source" VARCHAR(200) NOT NULL,
  "weight_x" DOUBLE PRECISION NOT NULL, "weight_y" DOUBLE PRECISION NOT NULL);
CREATE TABLE "schemac_map_rule" (
  "target" VARCHAR(200) NOT NULL, "part" INTEGER NOT NULL, "source" VARCHAR(200) NOT NULL);
CREATE TABLE "schemac_map_tier" (
  "code" INTEGER PRIMARY KEY, "rank" INTEGER NOT NULL, "keeps" INTEGER NOT NULL);
CREATE TABLE "schemac_map_code" ("rank" INTEGER PRIMARY KEY, "code" INTEGER NOT NULL);
"""


def write(map: MigrationMap) -> bytes:
    """The script. It expects a table `schemac_labels` and makes the rest."""
    source, target = map.source.reference, map.target.reference
    head = [
        f"-- {source} to {target}, written by schemac.",
        '-- Expects "schemac_labels"("instance", "keypoint", "x", "y", "tier"): a row for each',
        "-- labelled keypoint, its id, its coordinates and the code of its visibility tier.",
        '-- SELECT * FROM "schemac_carried" gives the labels of the target in the same form;',
        "-- without coordinates where not all sources are placed, without tier where a source has",
        "-- no label.",
        "",
    ]
    view = _VIEW.format(source=source, target=target)
    rows = "\n".join(_rows(map))
    return ("\n".join(head) + _TABLES + rows + "\n" + view).encode()


def _rows(map: MigrationMap) -> Iterator[str]:
    """An INSERT for each row of each table."""
    for table, values in _contents(map):
        yield f'INSERT INTO "{table}" VALUES {values};'  # noqa: S608 - values are quoted literals


def _contents(map: MigrationMap) -> Iterator[tuple[str, str]]:
    for at, entry in enumerate(map.entries):
        yield "schemac_map_point", _values(entry.target, at, entry.fidelity.word, len(entry.needs))
    for entry in map.entries:
        x, y = dict(entry.x), dict(entry.y)
        for need in entry.needs:
            weights = float(x.get(need, 0)), float(y.get(need, 0))
            yield "schemac_map_source", _values(entry.target, need, *weights)
    for entry in map.entries:
        for part, group in enumerate(entry.rule):
            for source in group:
                yield "schemac_map_rule", _values(entry.target, part, source)
    for rung in map.source.tiers:
        step = map.tier_of[rung.id]
        rank = map.target.rank[step.target]
        yield "schemac_map_tier", _values(rung.code, rank, int(step.keeps))
    for rank, rung in enumerate(map.target.tiers):
        yield "schemac_map_code", _values(rank, rung.code)


def _values(*values: str | int | float) -> str:
    return f"({', '.join(map(_literal, values))})"


def _literal(value: str | int | float) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)
