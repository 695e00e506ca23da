package ner

import (
	_ "embed"

	"framewatch/nlp/internal/pack"
	"framewatch/nlp/ner/internal/crf"
	"framewatch/nlp/ner/internal/feature"
	"framewatch/nlp/ner/internal/twopass"
)

// The models, all written by nlp/ner/train.
var (
	//go:embed data/en.first.zst
	englishFirst []byte
	//go:embed data/en.second.zst
	englishSecond []byte
	//go:embed data/en.clusters.zst
	englishClusters []byte
	//go:embed data/en.names.zst
	englishNames []byte
	//go:embed data/zh.first.zst
	chineseFirst []byte
	//go:embed data/zh.lexicon.zst
	chineseLexicon []byte
)

// unpack decompresses a file and decodes it.
func unpack[T any](data []byte, decode func([]byte) (T, error)) (T, error) {
	var none T
	raw, err := pack.Open(data, "")
	if err != nil {
		return none, err
	}
	return decode(raw)
}

func english() (*twopass.Tagger, error) {
	clusters, err := unpack(englishClusters, crf.DecodeTable)
	if err != nil {
		return nil, err
	}
	names, err := unpack(englishNames, crf.DecodeTable)
	if err != nil {
		return nil, err
	}
	t := &twopass.Tagger{Language: &feature.English{Clusters: clusters, Names: names}}
	if t.First, err = unpack(englishFirst, crf.Decode); err != nil {
		return nil, err
	}
	t.Second, err = unpack(englishSecond, crf.Decode)
	return t, err
}

func chinese() (*twopass.Tagger, error) {
	lexicon, err := unpack(chineseLexicon, crf.DecodeTable)
	if err != nil {
		return nil, err
	}
	first, err := unpack(chineseFirst, crf.Decode)
	return &twopass.Tagger{Language: &feature.Chinese{Lexicon: lexicon}, First: first}, err
}
