//go:build !azure

package bucket

const withAzure = false
