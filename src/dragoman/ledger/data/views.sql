-- Views for plain SQL, made again at every opening. They hold no data of their own.

-- Documents as they stand now: neither superseded by a later version of their page nor withdrawn.
CREATE OR REPLACE VIEW live_documents AS
SELECT * FROM documents WHERE superseded_by IS NULL AND NOT withdrawn;

-- Claims of those documents, each with its event.
CREATE OR REPLACE VIEW live_claims AS
SELECT c.*, m.event
FROM claims c
JOIN memberships m USING (claim)
WHERE c.document IN (SELECT document FROM live_documents);

-- Who acts towards whom, or with whom: one row for each event and pair of codes. A joint event (a meeting, a signing) has
-- one row for each pair of its actors, in the order of the alphabet, and joint is true.
CREATE OR REPLACE VIEW dyads AS
WITH directed AS (
    SELECT event, unnest(list_distinct(actors)) AS source, list_distinct(recipients) AS others FROM events WHERE len(recipients) > 0
), joint AS (
    SELECT event, unnest(list_distinct(actors)) AS source, list_distinct(actors) AS others
    FROM events WHERE len(recipients) = 0 AND len(actors) > 1
), pairs AS (
    SELECT event, source, unnest(others) AS target, false AS joint FROM directed
    UNION ALL
    SELECT event, source, unnest(others) AS target, true AS joint FROM joint
)
SELECT * FROM pairs WHERE source <> target AND (NOT joint OR source < target);

-- Events by the pair of actors that they lie between, whoever acted: one < other in the order of the alphabet.
CREATE OR REPLACE VIEW relations AS
SELECT d.one, d.other, e.*
FROM (SELECT DISTINCT event, least(source, target) AS one, greatest(source, target) AS other FROM dyads) d
JOIN events e USING (event);

-- Persons who stand for a party in an event, by person and side: names and offices as the documents write them.
CREATE OR REPLACE VIEW event_persons AS
SELECT c.event, p.side, p.code, coalesce(p.qid, p.name) AS person, p.qid, mode(p.name ORDER BY p.name) AS name, mode(p.office ORDER BY p.office) AS office,
    count(DISTINCT c.claim) AS claims
FROM live_claims c
JOIN parties p USING (claim)
WHERE p.kind = 'person'
GROUP BY c.event, p.side, p.code, coalesce(p.qid, p.name), p.qid;

-- The words that each event rests on, with the document, the characters and the publisher.
CREATE OR REPLACE VIEW event_evidence AS
SELECT c.event, c.claim, c.document, x.field, x.position, x.start, x."end",
    substring(d.text, x.start + 1, x."end" - x.start) AS words, d.title, d.publisher, d.state_media, d.published, d.page, d.url
FROM live_claims c
JOIN evidence x USING (claim)
JOIN live_documents d ON d.document = c.document;

-- Who reports each event: every link of every chain, nearest to the event first, and the publisher itself last.
CREATE OR REPLACE VIEW event_sources AS
SELECT c.event, c.claim, s.chain, s.position, s.name, s.code, s.state_media, s.unnamed, s.party_to_event
FROM live_claims c
JOIN sources s USING (claim);

-- Statements in current documents, with who published them.
CREATE OR REPLACE VIEW statements AS
SELECT q.*, d.title, d.publisher, d.state_media, d.published, d.page, d.url
FROM quotes q
JOIN live_documents d USING (document);
