-- What `dragoman check` looks for: after each title, the query that finds the keys of the rows that are wrong.

-- check: is there twice
SELECT 'document ' || document FROM documents GROUP BY document HAVING count(*) > 1
UNION ALL SELECT 'claim ' || claim FROM claims GROUP BY claim HAVING count(*) > 1
UNION ALL SELECT 'event ' || event FROM events GROUP BY event HAVING count(*) > 1
UNION ALL SELECT 'membership of ' || claim FROM memberships GROUP BY claim HAVING count(*) > 1
UNION ALL SELECT 'passage of ' || document FROM passages GROUP BY document, start HAVING count(*) > 1
UNION ALL SELECT 'party of ' || claim FROM parties GROUP BY claim, side, position HAVING count(*) > 1
UNION ALL SELECT 'source of ' || claim FROM sources GROUP BY claim, chain, position HAVING count(*) > 1
UNION ALL SELECT 'quotation of ' || document FROM quotes GROUP BY document, n HAVING count(*) > 1
UNION ALL SELECT 'evidence of ' || claim FROM evidence GROUP BY claim, field, position, start, "end" HAVING count(*) > 1
UNION ALL SELECT 'change ' || change FROM changes GROUP BY change HAVING count(*) > 1;

-- check: belongs to no document
SELECT 'passage of ' || document FROM passages ANTI JOIN documents USING (document)
UNION ALL SELECT 'claim ' || claim FROM claims ANTI JOIN documents USING (document)
UNION ALL SELECT 'quotation of ' || document FROM quotes ANTI JOIN documents USING (document);

-- check: belongs to no claim
SELECT 'party of ' || claim FROM parties ANTI JOIN claims USING (claim)
UNION ALL SELECT 'evidence of ' || claim FROM evidence ANTI JOIN claims USING (claim)
UNION ALL SELECT 'source of ' || claim FROM sources ANTI JOIN claims USING (claim)
UNION ALL SELECT 'denial of ' || claim FROM denials ANTI JOIN claims USING (claim)
UNION ALL SELECT 'block of ' || claim FROM blocks ANTI JOIN claims USING (claim);

-- check: is a claim without the words that state it
SELECT 'claim ' || claim FROM claims ANTI JOIN (SELECT claim FROM evidence WHERE field = 'trigger') USING (claim);

-- check: lies outside its document's text
SELECT 'passage of ' || document FROM passages JOIN documents USING (document) WHERE start < 0 OR start >= "end" OR "end" > length(text)
UNION ALL SELECT 'evidence (' || field || ') of ' || claim FROM evidence e JOIN claims USING (claim) JOIN documents USING (document)
WHERE e.start < 0 OR e.start >= e."end" OR e."end" > length(text);

-- check: differs from the words that it was read from
SELECT 'trigger of ' || claim FROM claims JOIN documents USING (document)
WHERE "trigger" <> substring(text, trigger_start + 1, trigger_end - trigger_start);

-- check: has a date, score or confidence that cannot be
SELECT 'claim ' || claim FROM claims WHERE date_start > date_end OR confidence NOT BETWEEN 0 AND 1 OR score NOT BETWEEN -10 AND 10
UNION ALL SELECT 'event ' || event FROM events WHERE date_start > date_end OR confidence NOT BETWEEN 0 AND 1 OR score NOT BETWEEN -10 AND 10;

-- check: is superseded by a document that is not there or is no later version of the same page
SELECT 'document ' || older.document FROM documents older LEFT JOIN documents newer ON newer.document = older.superseded_by
WHERE older.superseded_by IS NOT NULL AND (newer.document IS NULL OR newer.page <> older.page OR newer.version <= older.version);

-- check: has not exactly one current version
SELECT 'page ' || page FROM documents GROUP BY page HAVING count(*) FILTER (superseded_by IS NULL) <> 1;

-- check: is a live claim outside every event
SELECT 'claim ' || claim FROM claims JOIN documents USING (document) ANTI JOIN memberships USING (claim)
WHERE superseded_by IS NULL AND NOT withdrawn;

-- check: counts although its document is superseded or withdrawn
SELECT 'claim ' || claim FROM memberships JOIN claims USING (claim) JOIN documents USING (document)
WHERE superseded_by IS NOT NULL OR withdrawn;

-- check: stands in an event that is not there
SELECT 'claim ' || claim FROM memberships ANTI JOIN events USING (event);

-- check: has another number of claims or documents than it says, or a key that is not its smallest claim's
SELECT 'event ' || e.event
FROM events e
LEFT JOIN (
    SELECT event, count(*) AS n, count(DISTINCT document) AS pages, min(claim) AS first
    FROM memberships JOIN claims USING (claim) GROUP BY event
) m USING (event)
WHERE m.n IS DISTINCT FROM e.claims OR m.pages IS DISTINCT FROM e.documents OR e.event <> 'E' || left(sha256(m.first), 10);

-- check: counts more sources than it can have
SELECT 'event ' || event FROM events WHERE independent_sources NOT BETWEEN 1 AND claims OR state_media_sources > independent_sources;

-- check: joins claims of different events
SELECT 'join of ' || j.claim || ' and ' || j.other FROM joins j
LEFT JOIN memberships a ON a.claim = j.claim LEFT JOIN memberships b ON b.claim = j.other WHERE a.event IS DISTINCT FROM b.event OR a.event IS NULL;

-- check: names a claim that was never there
SELECT 'correction ' || correction FROM (SELECT correction, unnest(claims || apart) AS claim FROM corrections) ANTI JOIN claims USING (claim);

-- check: happened to an event or document that was never there
SELECT 'change ' || change FROM changes WHERE kind LIKE 'document-%' AND key NOT IN (SELECT document FROM documents)
UNION ALL SELECT 'event ' || event FROM events WHERE event NOT IN (SELECT key FROM changes WHERE kind = 'event-added');
