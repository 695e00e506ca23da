package read

import (
	"strings"
)

// isTrap recognises paths that only grow: one segment over and over, or more
// segments and parameters than any outlet uses. Endless calendars and lists
// look like pages and are bounded by the budget.
func isTrap(target string) bool {
	path, query, _ := strings.Cut(target, "?")
	if strings.Count(path, "/") > 16 || strings.Count(query, "&") > 16 {
		return true
	}
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if s == "" {
			continue
		}
		n := 1
		for _, other := range segments[i+1:] {
			if other == s {
				n++
			}
		}
		if n > 3 {
			return true
		}
	}
	return false
}

// assets are the endings of files that are no pages.
var assets = map[string]bool{
	"jpg": true, "jpeg": true, "png": true, "gif": true, "webp": true, "avif": true, "svg": true, "ico": true, "bmp": true, "tif": true, "tiff": true,
	"mp3": true, "m4a": true, "ogg": true, "wav": true, "mp4": true, "m4v": true, "webm": true, "avi": true, "mov": true, "wmv": true, "flv": true,
	"m3u8": true, "css": true, "js": true, "mjs": true, "json": true, "woff": true, "woff2": true, "ttf": true, "otf": true, "eot": true,
	"zip": true, "rar": true, "7z": true, "gz": true, "tgz": true, "bz2": true, "exe": true, "dmg": true, "apk": true, "ipa": true, "iso": true,
	"doc": true, "docx": true, "xls": true, "xlsx": true, "ppt": true, "pptx": true, "epub": true, "mobi": true, "ics": true, "swf": true, "pdf": true,
}

// isAsset tells by a path's ending that no page is behind it.
func isAsset(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	name := path[strings.LastIndexByte(path, '/')+1:]
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && assets[strings.ToLower(name[dot+1:])] || name == "robots.txt"
}

func isPDF(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	return len(path) > 4 && strings.EqualFold(path[len(path)-4:], ".pdf")
}

// notArticles are path segments of pages about the site and of lists.
var notArticles = map[string]bool{
	"tag": true, "tags": true, "category": true, "categories": true, "author": true, "authors": true, "search": true, "login": true, "signin": true,
	"register": true, "subscribe": true, "account": true, "about": true, "contact": true, "privacy": true, "terms": true, "help": true, "faq": true,
	"cart": true, "shop": true, "advertise": true, "jobs": true, "careers": true, "sitemap": true, "archive": true, "page": true,
}

// articleLike guesses from a path whether an article is behind it: a date, a
// long number or a slug of several words. It only sorts links, so that a
// budget goes to articles first.
func articleLike(target string) bool {
	path, query, _ := strings.Cut(target, "?")
	for s := range strings.SplitSeq(strings.ToLower(path), "/") {
		if notArticles[s] {
			return false
		}
	}
	slug := path[strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')+1:]
	if strings.Count(slug, "-")+strings.Count(slug, "_") >= 3 {
		return true
	}
	return digitRun(path) >= 5 || hasDate(path) || digitRun(query) >= 5
}

func digitRun(s string) int {
	longest, run := 0, 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}

// hasDate finds /2025/05/ and /2025-05.
func hasDate(path string) bool {
	for i := 0; i+8 <= len(path); i++ {
		if path[i] == '/' && (path[i+1:i+3] == "20" || path[i+1:i+3] == "19") && digitRun(path[i+1:i+5]) == 4 &&
			(path[i+5] == '/' || path[i+5] == '-') && path[i+6] >= '0' && path[i+6] <= '1' {
			return true
		}
	}
	return false
}
