package store

// OutletMonthRow counts what an outlet published in a month, as far as its lists
// tell, and how much of that was read: the denominator of what is said about a
// target.
type OutletMonthRow struct {
	SourceID  string `col:"source_id,key" desc:"outlet"`
	Published string `col:"month,key" desc:"YYYY-MM of publication, UTC; of an article without a month and of an item that gave none, when a crawl first met it; undated where neither is known"`
	Lang      string `col:"lang,key" desc:"main language of the article, BCP 47; of an item that gave none, the outlet's where it has one, else und"`
	TargetID  string `col:"target_id,key,null" desc:"target of n_target, n_main and n_annotated; the other counts stand again in the row of each target. Null where there is none"`
	Listed    *int64 `col:"n_listed" desc:"items: pages that the outlet's lists named and crawls took up, each once however often it was met. Links beyond a run's max_pages are in no table. Null, as the following, for an outlet that was only imported"`
	Fetched   *int64 `col:"n_fetched" desc:"of them, those of which some crawl got the page"`
	Blocked   *int64 `col:"n_blocked" desc:"of them, those where a challenge, login or block page stood in its place"`
	Failed    *int64 `col:"n_failed" desc:"of them, those that no crawl got, the last try being an error"`
	Gone      *int64 `col:"n_gone" desc:"likewise, the server saying that the page is gone"`
	Skipped   *int64 `col:"n_skipped" desc:"likewise, what came being no page"`
	NotAsked  *int64 `col:"n_not_asked" desc:"likewise, not asked for: robots.txt, a budget, a host that is down"`
	Articles  int64  `col:"n_articles" desc:"articles that count, by their newest version: neither blocked nor excluded, imported ones and teasers among them"`
	Paywalled int64  `col:"n_paywalled" desc:"of them, those of which only a teaser was read"`
	Annotated *int64 `col:"n_annotated" desc:"of them, those read in full and annotated, so that it is known whether they name the target: n_target / n_annotated is the attention share. Null without a target"`
	NamedIn   *int64 `col:"n_target" desc:"of those, the ones that name the target"`
	MainIn    *int64 `col:"n_main" desc:"likewise, the ones that are about it (relevance main)"`
	RunID     string `col:"run_id,volatile" desc:"run that wrote the row"`
}

func (OutletMonthRow) Table() string     { return "outlet_months" }
func (OutletMonthRow) Partition() string { return "" }
