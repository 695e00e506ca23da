package read_test

import (
	"net/http"
	"strings"
	"testing"

	"framewatch/crawl/coding"
	"framewatch/crawl/frontier"
	"framewatch/crawl/read"
)

// TestWalls: what a server sends in place of a page is told by its title and
// heading, by its words where it has few, and by the scripts of challenges.
func TestWalls(t *testing.T) {
	const password = `<form><input type="PassWord" name="p"></form>`
	script := func(inside string) string { return "<title>outlet.test</title><script>" + inside + "</script>" }
	for _, c := range []struct{ name, body, want string }{
		{"challenge, title", titled("Just a moment...", ""), "challenge"},
		{"challenge, heading", "<title>outlet.test</title><h1>Verify you are human</h1>", "challenge"},
		{"challenge, words", titled("outlet.test", "Checking your browser before you proceed."), "challenge"},
		{"challenge, words broken by markup", titled("outlet.test", "Checking your\n <b>browser</b> now."), "challenge"},
		{"challenge, script", script("window._cf_chl_opt={cvId:'3'}"), "challenge"},
		{"challenge, script in capitals", script("AwsWafIntegration.saveReferrer()"), "challenge"},
		{"challenge, address of an empty script", `<title>outlet.test</title><script src="https://ct.captcha-delivery.com/c.js"></script>`, "challenge"},
		{"challenge, address of a script with content", `<title>x</title><script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"> </script>`, "challenge"},
		{"challenge, with a site in JSON-LD", titled("Just a moment...", `<script type="application/ld+json">{"@type":"WebSite"}</script>`), "challenge"},
		{"challenge, Chinese title", titled("安全验证", ""), "challenge"},
		{"challenge, Chinese words", titled("湖区新闻", "您的访问过于频繁，请输入验证码后继续。"), "challenge"},
		{"challenge, traditional characters", titled("人機驗證", ""), "challenge"},
		{"challenge, French", titled("Un instant…", ""), "challenge"},
		{"challenge, Spanish", "<h1>Verificando que eres una persona</h1>", "challenge"},
		{"challenge, Japanese", titled("確認", "私はロボットではありません"), "challenge"},
		{"block, title", titled("Access Denied", "Reference 18.2f"), "block"},
		{"block, title with a name", titled("Attention Required! | Guard", ""), "block"},
		{"block, words", titled("outlet.test", "Sorry, you have been blocked."), "block"},
		{"block by place", titled("Sorry", "This site is not available in your region."), "block"},
		{"block, Chinese", titled("网站防火墙", "您的请求带有不合法参数。"), "block"},
		{"block, Chinese words", titled("405", "很抱歉，由于您的请求可能造成威胁，您的访问被阻断。"), "block"},
		{"block, French", "<h1>Accès refusé</h1>", "block"},
		{"block, Arabic", titled("تم رفض الوصول", ""), "block"},
		{"consent, title", titled("Before you continue", "We and our partners store data."), "consent"},
		{"consent, heading", "<title>outlet</title><h1>We value your privacy</h1><button>Accept all</button>", "consent"},
		{"consent, German", titled("Wir benötigen Ihre Zustimmung", ""), "consent"},
		{"login", titled("Log in | Outlet", password), "login"},
		{"login, into", titled("Log into your account", password), "login"},
		{"login, Chinese", titled("用户登录 - 湖区日报", password), "login"},
		{"login, traditional characters", titled("會員登入", password), "login"},
		{"login, French", titled("Connexion", password), "login"},
		{"login, Arabic", titled("تسجيل الدخول", password), "login"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, kind := range []string{frontier.KindPage, frontier.KindStart} {
				got := page(kind, at, c.body+`<a href="/n/1">x</a>`)
				if ended(&got.Capture) != "blocked "+c.want || got.Links != nil || got.Variant != "" {
					t.Errorf("%s: %s, links %q; want blocked %s", kind, ended(&got.Capture), urls(got.Links), c.want)
				}
			}
		})
	}
}

// TestNoWalls: pages that use the words of walls.
func TestNoWalls(t *testing.T) {
	const (
		password = `<form><input type=password></form>`
		watch    = `<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script><script src="/_Incapsula_Resource?SWJIYLWA=1"></script><script src="//static.geetest.com/v4/gt4.js"></script>`
		marked   = "<script>window._cf_chl_opt={}</script>"
	)
	for _, c := range []struct{ name, body string }{
		{"headline with the words", titled("Access denied to observers at the talks on the lake, ministry says", english(500))},
		{"Chinese headline with the words", titled("记者采访受阻：多家外国媒体在港口小镇被拒绝访问会场并要求说明", chinese(300))},
		{"article about consent", titled("Before you continue", english(1300))},
		{"words in a short article", titled("A harbour opens", english(450)+"Travellers pass a security check there.")},
		{"plural of the words", titled("Security checks", "The port is open.")},
		{"Chinese article with the words", titled("港口开放", chinese(450)+"旅客须接受安全检查。")},
		{"consent banner on a short page", titled("Talks", "The envoys met. We use cookies.")},
		{"login without a password field", titled("Log in | Outlet", "")},
		{"password field without the words", titled("The talks", password)},
		{"words within others", titled("A blog in the harbour town", password)},
		{"words within others, backlog", titled("Backlog in the courts", password)},
		{"words within others, design", titled("Design in wood", password)},
		{"words in the text beside a password field", titled("The talks", "Log in to comment."+password)},
		{"long login page", titled("Log in | Outlet", english(1300)+password)},
		{"article in JSON-LD", titled("Access denied", `<script type="application/ld+json">{"articleBody":"The envoys met."}</script>`)},
		{"guards' scripts in a short page", titled("The talks", "The envoys met."+watch)},
		{"challenge's mark in an article", titled("The talks", english(700)+marked)},
		{"challenge's mark in a long script", titled("The talks", "x<script>"+strings.Repeat("/* library */", 700)+"_cf_chl_opt</script>")},
		{"challenge's mark in JSON-LD", titled("The talks", `<script type="application/ld+json">{"x":"_cf_chl_opt"}</script>`)},
		{"challenge's mark in a style", titled("The talks", "<style>._cf_chl_opt{}</style>")},
		{"words that nobody sees", titled("The talks", "<template><h1>Access denied</h1></template><noscript>Checking your browser</noscript><!-- you have been blocked -->")},
		{"words of a text field", titled("The talks", "<textarea>you have been blocked</textarea>")},
		{"script without end", "<title>The talks</title><script src=/x>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page(frontier.KindPage, at, c.body)
			if ended(&got.Capture) != "ok" {
				t.Errorf("%s: %s", ended(&got.Capture), got.Capture.Message)
			}
		})
	}
}

// TestWallsByHeader: the header of a guard says that its answer is a challenge.
func TestWallsByHeader(t *testing.T) {
	for _, c := range []struct{ name, header, value, body, want string }{
		{"mitigated", "Cf-Mitigated", "Challenge", titled("The talks", english(1300)), "blocked challenge"},
		{"mitigated otherwise", "Cf-Mitigated", "block", titled("The talks", "x"), "ok"},
		{"guarded and short", "X-Datadome-Cid", "x", titled("outlet.test", "x"), "blocked challenge"},
		{"guarded and long", "X-Datadome-Cid", "x", titled("The talks", english(1300)), "ok"},
		{"guarded and long, Chinese", "X-Datadome-Cid", "x", titled("湖区谈判", chinese(450)), "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := answer(c.body)
			a.Header.Set(c.header, c.value)
			got := reader().Page(rules(), capture(frontier.KindPage, at, htmlType), a)
			if ended(&got.Capture) != c.want {
				t.Errorf("%s, want %s", ended(&got.Capture), c.want)
			}
		})
	}
}

// TestMissingPages: a page that says in its title or heading that there is none, in
// whatever language and with status 200, is an error.
func TestMissingPages(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"English", titled("Page not found | Outlet", "Try the search."), "error soft-404"},
		{"number", titled("404", ""), "error soft-404"},
		{"number and words", "<h1>404 Not Found</h1>", "error soft-404"},
		{"not found, alone", titled("Not Found", ""), "error soft-404"},
		{"heading in parts", "<title>Outlet</title><h1>Page <b>not</b>\n found</h1>", "error soft-404"},
		{"entities", "<title>Outlet</title><h1>Page can&#39;t be found</h1>", "error soft-404"},
		{"Chinese", titled("页面不存在", "返回首页"), "error soft-404"},
		{"Chinese, with a name", titled("文章不存在 - 湖区", ""), "error soft-404"},
		{"traditional characters", titled("找不到網頁", ""), "error soft-404"},
		{"French", titled("Page introuvable", ""), "error soft-404"},
		{"Spanish", titled("Página no encontrada", ""), "error soft-404"},
		{"German", "<h1>Seite nicht gefunden</h1>", "error soft-404"},
		{"Portuguese", titled("Página não encontrada", ""), "error soft-404"},
		{"Russian", titled("Страница не найдена", ""), "error soft-404"},
		{"Arabic", titled("الصفحة غير موجودة", ""), "error soft-404"},
		{"Indonesian", titled("Halaman tidak ditemukan", ""), "error soft-404"},
		{"headline with the words", titled("Why the page not found by editors mattered to the lake states", english(100)), "ok"},
		{"number in a headline", titled("The 404 soldiers who did not come home", ""), "ok"},
		{"number within another", titled("1404年", chinese(100)), "ok"},
		{"words in the text alone", titled("Talks", "Page not found"), "ok"},
		{"second heading", "<title>Talks</title><h1>The envoys meet at the harbour</h1><h1>Page not found</h1>", "ok"},
		{"second heading, Chinese", "<h1>湖区</h1><h1>页面不存在</h1>", "ok"},
		{"long page", titled("Page not found", english(1300)), "ok"},
		{"long page, Chinese", titled("页面不存在", chinese(450)), "ok"},
		{"article in JSON-LD", titled("404", `<script type=application/ld+json>{"articleBody":"x"}</script>`), "ok"},
		{"not found and more", titled("Not found wanting", ""), "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := page(frontier.KindPage, at, c.body)
			if ended(&got.Capture) != c.want {
				t.Errorf("%s, want %s", ended(&got.Capture), c.want)
			}
			if missing := c.want != "ok"; missing != strings.HasPrefix(got.Capture.Message, "the page says: ") {
				t.Errorf("message %q", got.Capture.Message)
			}
			// A start page may be called so: that it is there is known from its links.
			if got := page(frontier.KindStart, at, c.body); ended(&got.Capture) != "ok" {
				t.Errorf("start page: %s", ended(&got.Capture))
			}
		})
	}
}

// TestRefused: which statuses are blocks, which are errors, and which are blocks
// where a challenge came with them.
func TestRefused(t *testing.T) {
	challenge := titled("Just a moment...", "")
	for _, c := range []struct {
		name        string
		status      int
		contentType string
		header      http.Header
		body, want  string
	}{
		{"missing", 404, htmlType, nil, titled("Not found", ""), "error status-404"},
		{"gone", 410, htmlType, nil, "", "error status-410"},
		{"missing, with a challenge", 404, htmlType, nil, challenge, "error status-404"},
		{"fault", 500, htmlType, nil, challenge, "error status-500"},
		{"login", 401, htmlType, nil, "", "blocked login"},
		{"login at a proxy", 407, htmlType, nil, "", "blocked login"},
		{"payment", 402, htmlType, nil, "", "blocked payment"},
		{"forbidden", 403, htmlType, nil, titled("Forbidden", ""), "blocked block"},
		{"forbidden, challenge", 403, htmlType, nil, challenge, "blocked challenge"},
		{"forbidden, Chinese challenge", 403, htmlType, nil, titled("安全验证", ""), "blocked challenge"},
		{"forbidden, challenge as a header says", 403, "application/json", http.Header{"Cf-Mitigated": {"challenge"}}, "{}", "blocked challenge"},
		{"forbidden, login form", 403, htmlType, nil, titled("Log in", "<input type=password>"), "blocked block"},
		{"legal", 451, htmlType, nil, "", "blocked legal"},
		{"login, challenge", 401, htmlType, nil, challenge, "blocked challenge"},
		{"busy", 503, htmlType, nil, "", "error status-503"},
		{"busy, challenge", 503, htmlType, nil, challenge, "blocked challenge"},
		{"too many, challenge", 429, htmlType, nil, challenge, "blocked challenge"},
		{"too many", 429, "text/plain", nil, "Just a moment", "error status-429"},
		{"too long to look into", 403, htmlType, nil, challenge + strings.Repeat(" ", 300<<10), "blocked block"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := read.Answer{Status: c.status, Header: c.header, Body: []byte(c.body), Damage: coding.None}
			got := reader().Refused(capture(frontier.KindPage, at, c.contentType), a)
			if ended(&got) != c.want || got.Bytes != int64(len(c.body)) || got.Message != http.StatusText(c.status) {
				t.Errorf("%s %q, %d bytes; want %s", ended(&got), got.Message, got.Bytes, c.want)
			}
			// The body of a block is kept, by its sum; that of an error is not.
			if kept := got.BodySHA256 != ""; kept != strings.HasPrefix(c.want, "blocked") {
				t.Errorf("sum %q", got.BodySHA256)
			}
		})
	}
}
