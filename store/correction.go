package store

// CorrectionRow is an editor's word on one page, and what has come of it.
type CorrectionRow struct {
	Address   string `col:"address,key" desc:"page that the line names"`
	Kind      string `col:"kind,key" desc:"link, date, authors, outlet, lang, no_article, same_story or not_same_story"`
	Subject   string `col:"subject,key,null" desc:"what on the page it is about: a name for link, the other page for stories"`
	DocID     string `col:"doc_id,key,null" desc:"document that stands corrected: each version of the article has a row; null where there is none"`
	ArticleID string `col:"article_id,null" desc:"its article, which keeps the correction when it moves or changes"`
	Before    string `col:"before,null" desc:"what the tables would have without the correction; of a link all entities of the name's mentions"`
	After     string `col:"after,null" desc:"what they have; of no_article its reason"`
	Editor    string `col:"editor" desc:"who made it"`
	Day       string `col:"day" desc:"when, YYYY-MM-DD"`
	Reason    string `col:"reason" desc:"why"`
	Status    string `col:"status" desc:"applied, without effect (the tables had it so already, the name is none of the page's, or another line comes first) or no such page"`
	Original  string `col:"original,null" desc:"what before stands for as JSON, from which it is put back when the line goes"`
	RunID     string `col:"run_id,volatile" desc:"run that wrote the row"`
}

// Table names the table.
func (CorrectionRow) Table() string { return "corrections" }

// Partition is empty: the table has no months.
func (CorrectionRow) Partition() string { return "" }
