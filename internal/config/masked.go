package config

import (
	"fmt"
	"net/url"
	"strings"

	"go.yaml.in/yaml/v3"
)

// mask stands for what a settings file keeps secret.
const mask = "***"

// webhookKey is the setting whose address is itself a secret: who has a webhook's
// path may post to it.
const webhookKey = "notify.webhook"

// Show is the settings in force as YAML, without the secrets that addresses hold.
func (l *Loaded) Show() ([]byte, error) {
	var doc yaml.Node
	err := doc.Encode(l.Config)
	if err == nil {
		maskNode(&doc, "")
		var out []byte
		if out, err = yaml.Marshal(&doc); err == nil {
			return out, nil
		}
	}
	return nil, fmt.Errorf("show settings: %w", err)
}

func maskNode(n *yaml.Node, key string) {
	switch n.Kind { //nolint:exhaustive // aliases and documents are not encoded
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			maskNode(n.Content[i+1], strings.TrimPrefix(key+"."+n.Content[i].Value, "."))
		}
	case yaml.SequenceNode:
		for _, c := range n.Content {
			maskNode(c, key)
		}
	case yaml.ScalarNode:
		n.Value = Masked(key, n.Value)
	}
}

// Masked is the value of a setting without the secrets that an address holds: user
// and password, the values of its query, and all but the host of a webhook.
func Masked(key, value string) string {
	u, err := url.Parse(value)
	if err != nil || u.Scheme == "" || u.Host == "" {
		if strings.Contains(value, "://") && strings.Contains(value, "@") {
			return mask // an address that cannot be read may hold a password all the same
		}
		return value
	}
	user := u.User != nil
	u.User = nil
	if key == webhookKey && strings.Trim(u.Path, "/") != "" {
		u.Path, u.RawPath = "/"+mask, ""
	}
	var query []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		if name, _, ok := strings.Cut(part, "="); ok && u.Scheme != "s3" {
			part = name + "=" + mask
		}
		query = append(query, part)
	}
	u.RawQuery = strings.Join(query, "&")
	out := u.String()
	if user {
		out = strings.Replace(out, "://", "://"+mask+"@", 1)
	}
	return strings.ReplaceAll(out, url.PathEscape(mask), mask)
}
