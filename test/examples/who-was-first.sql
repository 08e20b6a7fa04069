-- Who told a story first, and how many minutes later each other side came. Any SQL engine with window functions reads it.
-- articles: the rows of /exports/days/DAY.articles.csv, as they are.
--   sqlite3 -cmd '.import --csv 2026-11-24.articles.csv articles' :memory: < test/examples/who-was-first.sql
--   duckdb  -c "CREATE TABLE articles AS FROM read_csv('2026-11-24.articles.csv', all_varchar = true)" -f test/examples/who-was-first.sql
WITH firsts AS (
  SELECT story_id, side, outlet, title, url, published_at,
         row_number() OVER (PARTITION BY story_id, side ORDER BY published_at, article_id) AS of_side,
         row_number() OVER (PARTITION BY story_id ORDER BY published_at, article_id) AS of_all,
         min(published_at) OVER (PARTITION BY story_id) AS broke
  FROM articles
  WHERE reprint_of = ''
)
SELECT story_id, side, outlet, of_all = 1 AS is_first, broke, published_at, title, url
FROM firsts
WHERE of_side = 1
ORDER BY story_id, published_at, side;
