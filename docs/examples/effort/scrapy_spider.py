# Two outlets with Scrapy: scrapy runspider scrapy_spider.py -O articles.jsonl
# Written after its documentation (docs.scrapy.org), for comparison; it is not run here.
import scrapy
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule, XMLFeedSpider


class Quay(XMLFeedSpider):
    name = "quay"
    start_urls = ["https://quaycourier.example/feed.xml"]
    itertag = "item"
    custom_settings = {"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 1, "JOBDIR": "state-quay"}

    def parse_node(self, response, node):
        yield scrapy.Request(node.xpath("link/text()").get(), callback=self.article)

    def article(self, response):
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "date": response.css("meta[property='article:published_time']::attr(content)").get(),
            "text": "\n".join(response.css("article p::text").getall()),
        }


class Harbour(CrawlSpider):
    name = "harbour"
    start_urls = ["https://harbourpost.example/"]
    rules = [Rule(LinkExtractor(allow=r"/news/\d{4}/"), callback="article")]
    custom_settings = {"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 1, "JOBDIR": "state-harbour"}
    article = Quay.article
