/** Questions an analyst can ask in the Athena console; each is a saved query of the workgroup. `day` prunes partitions: name it in every query. */
export const exampleQueries: Record<string, string> = {
  'Who told it first, story by story': `
SELECT story_id, min_by(outlet, seen_at) AS first_outlet, min_by(title, seen_at) AS first_title,
       count(*) AS articles, count(DISTINCT CASE WHEN reprint_of IS NULL THEN coalesce(owner, outlet_id) END) AS independent
FROM articles
WHERE day >= current_date - interval '7' day
GROUP BY story_id
HAVING count(DISTINCT outlet_id) >= 3
ORDER BY independent DESC`,
  'How each side covers each subtopic, by week': `
SELECT date_trunc('week', day) AS week, subtopic, side, count(*) AS articles
FROM articles CROSS JOIN UNNEST(subtopics) AS t (subtopic)
WHERE day >= current_date - interval '90' day AND reprint_of IS NULL
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3`,
  'What one side tells and the other does not': `
SELECT story_id, min_by(title, seen_at) AS title, count(DISTINCT outlet_id) AS outlets
FROM articles
WHERE day >= current_date - interval '30' day
GROUP BY story_id
HAVING count(DISTINCT CASE WHEN side = 'baku' THEN coalesce(owner, outlet_id) END) >= 3 AND count_if(side = 'yerevan') = 0
ORDER BY outlets DESC`,
  'Whom the agencies are copied by': `
SELECT original.outlet AS original, copy.outlet AS copied_by, count(*) AS times
FROM articles AS copy JOIN articles AS original ON copy.reprint_of = original.article_id
WHERE copy.day >= current_date - interval '30' day AND original.day >= current_date - interval '34' day
GROUP BY 1, 2
ORDER BY times DESC`,
  'Headlines that were changed after publication': `
SELECT day, outlet, title, url, revisions
FROM articles
WHERE day >= current_date - interval '30' day AND revisions > 0
ORDER BY revisions DESC`,
};
