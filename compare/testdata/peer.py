"""The counts behind prevalence by bloc and keyness, as DuckDB's SQL over the tables.

Prints, for each question, the least CPU and wall time of several runs of the query alone.
"""

import json
import resource
import sys
import time

import duckdb

DATA = sys.argv[1]
db = duckdb.connect()


def table(name):
    return f"read_parquet('{DATA}/current/{name}/**/*.parquet')"


COUNTED = f"""
docs as (
  select d.doc_id, coalesce(s.group_id, d.doc_id) as story, o.country, cast(cast(d.published_at as date) as varchar) as day
  from {table("documents")} d join {table("sources")} o using (source_id) left join {table("syndication")} s using (doc_id)
  where not d.blocked and not d.paywalled and d.doc_id in (select doc_id from {table("mentions")} where entity_id = 'org.iomed')),
members as (select * from {table("memberships")} where status in ('member', 'signatory', 'ratified'))
"""

PREVALENCE = f"""
with {COUNTED},
groups as (
  select d.doc_id, d.story, coalesce(m.bloc_id, 'none') as bloc
  from docs d left join members m on m.entity_id = d.country
    and (m.valid_from is null or m.valid_from <= d.day) and (m.valid_to is null or d.day < m.valid_to))
select bloc, frame, count(*), count(*) filter (present), count(distinct story)
from groups join {table("document_frames")} using (doc_id) group by all order by all
"""

KEYNESS = f"""
with {COUNTED},
sides as (
  select d.doc_id, case
      when exists (select 1 from members m where m.entity_id = d.country and m.bloc_id = 'iomed-signatories' and m.valid_from <= d.day) then 'a'
      when not exists (select 1 from members m where m.entity_id = d.country and m.bloc_id = 'iomed-signatories') then 'b' end as side
  from docs d)
select term, sum(n) filter (side = 'a'), sum(n) filter (side = 'b')
from {table("term_counts")} join sides using (doc_id)
where side is not null and lang = 'en' group by term order by term
"""

# Runs of two to four words of the texts of which each word is frequent; nothing is known of function words or names.
PHRASES = f"""
with {COUNTED},
sides as (
  select d.doc_id, case
      when exists (select 1 from members m where m.entity_id = d.country and m.bloc_id = 'iomed-signatories' and m.valid_from <= d.day) then 'a'
      when not exists (select 1 from members m where m.entity_id = d.country and m.bloc_id = 'iomed-signatories') then 'b' end as side
  from docs d),
texts as (
  select side, string_split(lower(text), ' ') as words
  from {table("documents")} join sides using (doc_id) where side is not null and lang = 'en'),
phrases as (
  select side, unnest(flatten([[array_to_string(words[i:i + n - 1], ' ') for i in range(1, len(words) - n + 2)] for n in [2, 3, 4]])) as phrase
  from texts)
select phrase, count(*) filter (side = 'a'), count(*) filter (side = 'b') from phrases group by phrase having count(*) >= 5
"""


def timed(query, times=5):
    cpu = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    least_cpu = least_wall = float("inf")
    for _ in range(times):
        start, before = time.monotonic(), cpu()
        rows = db.execute(query).fetchall()
        least_cpu, least_wall = min(least_cpu, cpu() - before), min(least_wall, time.monotonic() - start)
    return {"cpu": least_cpu, "wall": least_wall, "rows": len(rows)}


prevalence, keyness, phrases = timed(PREVALENCE), timed(KEYNESS), timed(PHRASES, times=1)
for unit in ("cpu", "wall", "rows"):
    phrases[unit] += keyness[unit]
json.dump({"prevalence": prevalence, "keyness": keyness, "phrases": phrases}, sys.stdout)
