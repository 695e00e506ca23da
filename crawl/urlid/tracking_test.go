package urlid_test

import (
	"testing"

	"framewatch/crawl/urlid"
)

// TestTracking holds which parameters say only how a reader came to a page.
func TestTracking(t *testing.T) {
	for _, dropped := range []string{
		"cmp=rss", "CMP=share_btn", "cmpid=a", "traffic_source=rss", "maca=en-rss-en-all-1-xml", "ito=1490", "smid=tw-share", "xtor=RSS-1",
		"ocid=x", "at_medium=RSS", "at_campaign=KARANGA", "ns_mchannel=rss", "utm_anything=1", "UTM_Source=x", "hsa_net=x", "lmd_medium=push",
		"wt_mc=rss", "sara_ref=re-so-tw-sh", "traffic_source", "cmp=",
		// by value
		"ref=homepage", "ref=rss", "ref=twitter", "ref=HP", "ref=facebook-share", "ref=tg_feed", "ref=news.example.com", "ref=www.example.co.uk",
		"ref=https%3A%2F%2Fwww.example.org%2F", "ref=t.co", "referrer=google", "referer=weibo", "partner=rss", "emc=RSS", "source=rss", "from=rss",
		// Chinese outlets and messengers
		"spm=C73544894212.P59511941341.0.0", "from=timeline", "from=singlemessage", "from=groupmessage", "isappinstalled=0", "from=weixin",
		"share_token=4d2e", "wfr=spider", "for=pc", "sudaref=www.example.cn", "vd_source=0f", "share_source=copy_web", "sharer_shareid=9", "bd_vid=1", "hmsr=x", "_trans_=000014",
	} {
		if got, err := urlid.Normalise("http://a.test/a?"+dropped+"&id=7&"+dropped, ""); err != nil || got != "http://a.test/a?id=7" {
			t.Errorf("%s stays: %s (%v)", dropped, got, err)
		}
	}
	for _, kept := range []string{
		"id=1", "lang=zh", "page=2", "p=3", "view=print", "mid=265&idx=1&sn=ab&__biz=Mz", "contId=31", "articleId=4", "cid=5", "mod=view", "amp=1", "s=x", "q=rss", "type=rss",
		"feed=rss2", "format=feed", "print=1", "title=homepage", "category=twitter",
		"ref=12345", "ref=", "ref", "ref=iomed-convention-signed", "ref=home-affairs-report", "ref=A.79.L.2", "ref=12.345", "ref=report.pdf", "ref=readme.md", "ref=%E8%B0%83%E8%A7%A3",
		"ref=https%3A%2F%2Fwww.example.org%2Fa", "ref=127.0.0.1", "ref=.com", "ref=com", "ref=-_", "from=2025", "from=beijing", "from=2025-05-30&to=2025-06-01",
		"source=xinhua", "source=twitter", "partner=iomed", "for=mobile", "src=7", "cmpx=1", "xcmp=1", "pk_id=1", "at_home=1", "utm=1", "share=1",
	} {
		if got, err := urlid.Normalise("http://a.test/a?"+kept, ""); err != nil || got != "http://a.test/a?"+kept {
			t.Errorf("%s: got %s (%v)", kept, got, err)
		}
	}
}
