package urlid

import (
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"framewatch/internal/wordset"
)

// tracking names the parameters that say how a reader came to a page and never
// which page it is. Names are compared in lower case.
var tracking = wordset.Of(`
	fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid ymclid twclid ttclid li_fat_id igshid igsh mibextid
	srsltid wickedid epik irclickid rb_clickid bd_vid qhclickid s_kwcid ef_id _openstat

	mc_cid mc_eid _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok vero_id vero_conv oly_enc_id oly_anon_id
	wt.mc_id wt.z_author wt_mc wt_zmc s_cid s_campaign cmp cmpid ncid ns_mchannel ns_source ns_campaign ns_linkname ns_fee
	xtor xtref ocid cid_source sr_share guccounter guce_referrer guce_referrer_sig elqtrack elqtrackid dm_i
	ml_subscriber ml_subscriber_hash ck_subscriber_id spmailingid spuserid spjobid spreportid pnespid _kx __s
	pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid
	mtm_campaign mtm_keyword mtm_kwd mtm_source mtm_medium mtm_content mtm_cid mtm_group mtm_placement
	piwik_campaign piwik_kwd piwik_keyword matomo_campaign matomo_kwd matomo_keyword
	itm_campaign itm_medium itm_source itm_content itm_term

	at_medium at_campaign at_campaign_type at_creation at_variant at_network at_channel at_platform
	at_custom1 at_custom2 at_custom3 at_custom4 at_format at_link_id at_link_type at_link_origin at_link_origin_id
	at_ptr_name at_bbc_team at_emailtype at_send_date at_recipient_id at_recipient_list

	traffic_source maca ito intcmp intcid wpisrc wpmm wpmk wprss smid smtyp pgtype
	searchresultposition ftcamp srnd reflink eref iref __source intlink_from_url aef_campaign_date aef_campaign_ref
	sara_ref id_externo_rsoc refresh_ce originreferrer

	ref_src ref_url fb_ref fb_source fb_action_ids fb_action_types action_object_map action_ref_map action_type_map
	__twitter_impression xing_share share_token feature_share _branch_match_id _branch_referrer wprov usqp amp_gsa amp_js_v

	isappinstalled nsukey mpshare chksm pass_ticket exportkey wx_header sharer_shareid sharer_sharetime sharer_shareinfo
	sharer_shareinfo_first vd_source share_source share_medium share_plat share_session_id share_from spm_id_from
	wfr sudaref clickfrom _trans_

	_ga _gl _ke spm scm pvid_trace hmsr hmpl hmcu hmkw hmci

	phpsessid jsessionid aspsessionid cfid cftoken`)

// trackingPrefixes begin the names of families of such parameters.
var trackingPrefixes = []string{"utm_", "hsa_", "bsft_", "lmd_"}

// trackingValues are parameters that are tracking with one value only and
// elsewhere may name a page.
var trackingValues = map[string]string{"partner": "rss", "emc": "rss", "source": "rss", "src": "rss", "for": "pc"}

// referring are the parameters that name where a reader comes from on some
// sites and a document or place on others; the value tells.
var referring = wordset.Of(`ref referrer referer from`)

// referrers are the words of which such a value is made: networks, messengers,
// search engines and the parts of an outlet that carry links.
var referrers = wordset.Of(`
	home homepage hp frontpage mainpage rss feed feeds atom newsletter newsletters email mail app push share shared social
	twitter tw facebook fb instagram ig linkedin reddit whatsapp telegram tg youtube pinterest mastodon bluesky threads
	google googlenews gnews bing yahoo msn duckduckgo applenews flipboard pocket smartnews upday
	timeline singlemessage groupmessage weibo wechat weixin wx qq qzone baidu toutiao douyin zhihu sogou`)

// fileEndings are public suffixes that end the names of files as well.
var fileEndings = wordset.Of(`md mov pl ps py rs sh zip`)

func isTracking(param string) bool {
	name, value, _ := strings.Cut(param, "=")
	name = strings.ToLower(name)
	if tracking[name] {
		return true
	}
	if only, ok := trackingValues[name]; ok {
		return strings.EqualFold(value, only)
	}
	for _, p := range trackingPrefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return referring[name] && isReferrer(strings.ToLower(value))
}

// isReferrer reports whether value (in lower case) names where a reader came
// from: by words for it alone, or as a host.
func isReferrer(value string) bool {
	if decoded, err := url.QueryUnescape(value); err == nil {
		value = decoded
	}
	_, host, isURL := strings.Cut(value, "://")
	if !isURL {
		host = value
	}
	host = strings.TrimSuffix(host, "/")
	if isHostname(host) {
		return true
	}
	parts := strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("_-:. ", r) })
	for _, p := range parts {
		if !referrers[p] {
			return false
		}
	}
	return len(parts) > 0
}

// isHostname reports whether s is a name under a public suffix of the DNS.
func isHostname(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isAlnum(s[i]) && s[i] != '-' && s[i] != '.' {
			return false
		}
	}
	last := s[strings.LastIndexByte(s, '.')+1:]
	if len(last) == len(s) || fileEndings[last] {
		return false
	}
	suffix, icann := publicsuffix.PublicSuffix(s)
	_, err := publicsuffix.EffectiveTLDPlusOne(s)
	// Without a rule in the list the suffix is just the last label.
	return err == nil && (icann || strings.Contains(suffix, "."))
}

// tidyQuery removes tracking parameters from a query, and from a parameter's
// name the "amp;" of an ampersand that was escaped twice. It leaves the others,
// their order and their spelling alone.
func tidyQuery(query string) string {
	touched := false
	for p := range strings.SplitSeq(query, "&") {
		if touched = hasAmp(p) || isTracking(p); touched {
			break
		}
	}
	if !touched {
		return query
	}
	var kept []string
	for p := range strings.SplitSeq(query, "&") {
		twice := hasAmp(p)
		for hasAmp(p) {
			p = p[len("amp;"):]
		}
		if !isTracking(p) && (p != "" || !twice) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "&")
}

// hasAmp reports whether a parameter begins with the rest of a twice escaped
// ampersand.
func hasAmp(param string) bool {
	return len(param) >= len("amp;") && strings.EqualFold(param[:len("amp;")], "amp;")
}

// dropSession removes the session that Java servers put into the path of a
// visitor without cookies: /page;jsessionid=1F2E.
func dropSession(path string) string {
	const mark = ";jsessionid="
	if strings.IndexByte(path, ';') < 0 {
		return path
	}
	i := strings.Index(strings.ToLower(path), mark)
	// A segment that would then be one of dots is a trick, and no page's name.
	if i < 0 || strings.HasSuffix(path[:i], "/.") || strings.HasSuffix(path[:i], "/..") {
		return path
	}
	end := i + len(mark)
	for end < len(path) && path[end] != ';' && path[end] != '/' {
		end++
	}
	return dropSession(path[:i] + path[end:])
}
