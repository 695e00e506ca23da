package clause

import "framewatch/internal/wordset"

func english() *rules {
	r := &rules{
		english:       true,
		only:          wordset.Of("only just merely simply solely least exclusively"),
		interjection:  wordset.Of("no"),
		that:          wordset.Of("that"),
		breakers:      wordset.Of("but yet although though because whereas unless however while"),
		notBreaker:    wordset.Of("nothing anything all cannot not none a the little of"),
		coordinators:  wordset.Of("and or nor so"),
		subordinate:   wordset.Of("when as since after before if where once until"),
		relative:      wordset.Of("which who whose whom"),
		reporting:     wordset.Of("said says say insist insists insisted argued argues warned warns added adds stressed claims claimed wrote writes told believes noted notes"),
		be:            wordset.Of("is are was were be been being 's 're ain't isn't wasn't"),
		truths:        wordset.Of("true correct accurate right justified so"),
		claims:        wordset.Of("claim claims suggestion suggestions idea notion allegation allegations accusation accusations assertion assertions belief argument arguments view views rumour rumours rumor rumors report reports narrative charge theory talk perception impression statement"),
		expletive:     wordset.Of("it there"),
		demonstrative: wordset.Of("this that such these those"),
		as:            wordset.Of("as"),
		than:          wordset.Of("than"),
		verbs:         wordset.Of("is are was were has have had will would could should can may might must does do did says said"),
		conditional:   wordset.Of("were had should"),
		subjects:      wordset.Of("no nobody none neither nor one nothing such"),
		inverts:       wordset.Of("will is are was were can could does do did should would has have may might"),
	}
	r.add(masks, "no doubt|no question|no wonder|no secret|no coincidence|no accident|no surprise|no matter|no less|no sooner|no other than|none other than|no more than|never cease to|never ceases to|never ceased to|never stop|never stops|never stopped|never tire of|never tires of|never tired of|"+
		"nothing but|nothing more than|nothing less than|nothing short of|all but|cannot but|cannot help but|cannot help|could not but|whether or not|or not|why not|"+
		"if not|as if|not to mention|not surprisingly|not least|not unlike|not for nothing|not until|without doubt|without question|without a doubt|needless to|"+
		"not only|not just|not merely|not simply|not solely|not alone|n't only|n't just|n't merely|n't simply|not so|more than|less than|no exception")
	r.add(negating, "not|n't|never|cannot|no longer|no|none|nobody|no one|nothing|nowhere|neither|nor|hardly|scarcely|barely|by no means|in no way|"+
		"under no circumstances|at no point|far from|anything but|nowhere near|nothing like|rather than|instead of|as opposed to|unable to|incapable of|"+
		"unwilling to|has yet to|have yet to|had yet to|yet to|contrary to|unlikely to|seldom|rarely|not yet|no such")
	r.add(denying, "fail to|fails to|failed to|failing to|lack|lacks|lacked|lacking|lack of|refuse to|refuses to|refused to|refusing to|decline to|declines to|declined to|"+
		"deny|denies|denied|denying|denial|denial of|denials that|refute|refutes|refuted|refuting|rebut|rebuts|rebutted|repudiate|repudiates|repudiated|disavow|disavows|disavowed|"+
		"debunk|debunks|debunked|disprove|disproves|disproved|dispel|dispels|dispelled|rule out|rules out|ruled out|ruling out|push back on|pushed back on|push back against|"+
		"pushed back against|pushes back against|stop short of|stops short of|stopped short of|refrain from|refrains from|refrained from|avoid|avoids|avoided|avoiding|"+
		"without|devoid of|absence of|free from|gainsay|disclaim|disclaims|disclaimed|dispute that|disputes that|disputed that|disagree that|disagrees that|disagreed that")
	r.add(rejecting, "reject|rejects|rejected|rejecting|rejection of|dismiss|dismisses|dismissed|dismissing|dismissal of|rebuff|rebuffs|rebuffed|brush off|brushes off|"+
		"brushed off|brush aside|brushes aside|brushed aside|shrug off|shrugs off|shrugged off|scoff at|scoffs at|scoffed at")
	r.add(supposing, "could|may|might|would|perhaps|possibly|maybe|potentially|conceivably|presumably|probably")
	r.add(whether, "whether|asked if|asks if|wonder if|wonders if|wondered if|unclear if|question if")
	r.add(condition, "if|unless|in case|provided that|supposing|assuming")
	r.add(conceding, "even if")
	for _, next := range []string{"a", "an", "about", "of"} {
		r.add(lessThan, "less "+next)
		r.add(moreThan, "more "+next)
	}
	r.add(notSoMuch, "not so much|n't so much|less so")
	r.deny("false|untrue|wrong|baseless|groundless|unfounded|absurd|nonsense|nonsensical|ridiculous|mistaken|misleading|a myth|myth|a lie|lie|lies|fiction|a fiction|a fabrication|" +
		"fabricated|a fantasy|fantasy|a rumour|a rumor|a misconception|misconception|a misreading|misreading|a misunderstanding|a fallacy|fallacy|far-fetched|incorrect|inaccurate|" +
		"preposterous|laughable|ludicrous|misplaced|misguided|unjustified|meritless|without foundation|without basis|without merit|out of the question|impossible|" +
		"disinformation|misinformation|bogus|spurious|erroneous|a mistake|an error|rejected|dismissed|denied|refuted|debunked|rebutted|ruled out|a smear|smear|" +
		"a distortion|a misnomer|unrealistic|unthinkable|delusional|a delusion|a caricature")
	return r
}
