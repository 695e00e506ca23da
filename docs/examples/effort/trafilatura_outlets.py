# Two outlets with trafilatura: python trafilatura_outlets.py > articles.jsonl
# Written after its documentation (trafilatura.readthedocs.io), for comparison; it is not run here.
from trafilatura import extract, fetch_url
from trafilatura.feeds import find_feed_urls
from trafilatura.sitemaps import sitemap_search

found = find_feed_urls("https://quaycourier.example/feed.xml") + sitemap_search("https://harbourpost.example/")
for url in sorted(set(found)):
    page = fetch_url(url)
    if page:
        record = extract(page, url=url, output_format="json", with_metadata=True)
        if record:
            print(record)
