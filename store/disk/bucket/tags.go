package bucket

// tagOf is the build tag that a store of this build lacks; none when it is there.
func tagOf(scheme string) string {
	switch {
	case scheme == "gs" && !withGCS:
		return "gcs"
	case scheme == "azblob" && !withAzure:
		return "azure"
	}
	return ""
}
