package fetch

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"

	"framewatch/corpus"
	"framewatch/crawl/coding"
	"framewatch/crawl/guard"
	"framewatch/crawl/reason"
	"framewatch/internal/bounded"
)

// Failure names what kept an answer from coming.
func Failure(err error) (corpus.Outcome, string, string) {
	msg := bounded.Text(strings.ToValidUTF8(err.Error(), "\uFFFD"), 500)
	var refusal *guard.Error
	var dns *net.DNSError
	var netErr net.Error
	var certErr *tls.CertificateVerificationError
	var recordErr tls.RecordHeaderError
	var alert tls.AlertError
	var unknownCA x509.UnknownAuthorityError
	switch {
	case errors.As(err, &refusal):
		return corpus.OutcomeNotFetched, reason.Address, msg
	case errors.As(err, &dns):
		if dns.IsNotFound {
			return corpus.OutcomeError, reason.DNS, msg
		}
		return corpus.OutcomeError, reason.DNSTemporary, msg
	case errors.As(err, &certErr), errors.As(err, &recordErr), errors.As(err, &alert), errors.As(err, &unknownCA):
		return corpus.OutcomeError, reason.TLS, msg
	case errors.Is(err, coding.ErrUnknown):
		return corpus.OutcomeError, reason.Coding, msg
	case errors.As(err, &netErr) && netErr.Timeout():
		return corpus.OutcomeError, reason.Timeout, msg
	case errors.Is(err, syscall.ECONNREFUSED):
		return corpus.OutcomeError, reason.Refused, msg
	case strings.Contains(msg, "malformed"), strings.Contains(msg, "Content-Length"), strings.Contains(msg, "response headers exceeded"),
		strings.Contains(msg, "invalid"), strings.Contains(msg, "unsupported transfer"):
		return corpus.OutcomeError, reason.Protocol, msg
	}
	return corpus.OutcomeError, reason.Connection, msg
}
