package guard

import "net/netip"

// The special-purpose ranges of the IANA registries (RFC 6890 and its updates)
// that netip has no question for.
var reserved = []struct {
	prefix netip.Prefix
	what   string
}{
	{netip.MustParsePrefix("0.0.0.0/8"), "an address of this network"},
	{netip.MustParsePrefix("100.64.0.0/10"), "an address shared by carriers"},
	{netip.MustParsePrefix("192.0.0.0/24"), "a protocol's address"},
	{netip.MustParsePrefix("192.0.2.0/24"), "a documentation address"},
	{netip.MustParsePrefix("192.88.99.0/24"), "a relay's address"},
	{netip.MustParsePrefix("198.18.0.0/15"), "a benchmarking address"},
	{netip.MustParsePrefix("198.51.100.0/24"), "a documentation address"},
	{netip.MustParsePrefix("203.0.113.0/24"), "a documentation address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},
	{netip.MustParsePrefix("168.63.129.16/32"), "the host service of a cloud"}, // Azure's, in a public range
	{netip.MustParsePrefix("2001::/23"), "a protocol's address"},               // Teredo, ORCHID and others (RFC 2928)
	{netip.MustParsePrefix("2001:db8::/32"), "a documentation address"},
	{netip.MustParsePrefix("3fff::/20"), "a documentation address"},
}

// global is all of IPv6 that is given out for global unicast (RFC 4291, IANA's
// registry); whatever lies outside is no public address, known by name or not.
var global = netip.MustParsePrefix("2000::/3")

// Ranges whose addresses carry an IPv4 address (RFC 6052, RFC 3056).
var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour = netip.MustParsePrefix("2002::/16")
)

// isatap is how interface identifiers begin that carry an IPv4 address, but for the
// bit that says whether it is unique (RFC 5214, section 6.1).
var isatap = [4]byte{0x00, 0x00, 0x5e, 0xfe}

// badPorts is the Fetch standard's list (section "port blocking"), and the usual
// ports of databases and remote control, which take lines of text for commands.
var badPorts = map[int]bool{
	0: true, 1: true, 7: true, 9: true, 11: true, 13: true, 15: true, 17: true, 19: true, 20: true, 21: true, 22: true, 23: true, 25: true,
	37: true, 42: true, 43: true, 53: true, 69: true, 77: true, 79: true, 87: true, 95: true, 101: true, 102: true, 103: true,
	104: true, 109: true, 110: true, 111: true, 113: true, 115: true, 117: true, 119: true, 123: true, 135: true, 137: true,
	139: true, 143: true, 161: true, 179: true, 389: true, 427: true, 465: true, 512: true, 513: true, 514: true, 515: true,
	526: true, 530: true, 531: true, 532: true, 540: true, 548: true, 554: true, 556: true, 563: true, 587: true, 601: true,
	636: true, 989: true, 990: true, 993: true, 995: true, 1719: true, 1720: true, 1723: true, 2049: true, 3659: true,
	4045: true, 4190: true, 5060: true, 5061: true, 6000: true, 6566: true, 6665: true, 6666: true, 6667: true, 6668: true,
	6669: true, 6679: true, 6697: true, 10080: true,
	2375: true, 2379: true, 3306: true, 3389: true, 5432: true, 5900: true, 6379: true, 9200: true, 11211: true, 27017: true,
}
