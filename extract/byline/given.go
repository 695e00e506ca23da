package byline

import "framewatch/internal/wordset"

// givenNames are common given names of the languages written in Latin letters.
// Two capitalised words beside a date are a name where the first is one of
// them: in German any heading has capitals.
var givenNames = wordset.Of(`
	aaron abdul abdullah abigail achim ada adam adel adrian adriana agnes ahmad ahmed aisha alain alan albert alberto alejandra alejandro
	aleksandar aleksandra alena alessandra alessandro alex alexa alexander alexandra alexandre alexei alfred ali alice alicia alina aline alison
	allison amanda amelia amelie amina amir amy ana anders andre andré andrea andreas andrei andrew andrés andy angela angelika angelo anika anita
	anja anke ann anna annabel anne anneliese annette annika anthony antje anton antonia antonio ariane arjun armin arne arnold arthur arturo asha
	astrid axel aylin ayşe barbara bart bastian beate beatrice beatriz ben benedikt benjamin benoît bernard bernd bernhard bert bettina betty bianca
	bill birgit björn bob boris brad brandon brenda brian brigitte britta bruno burkhard camila camille carina carl carla carlo carlos carmen carol
	carolin carolina caroline carsten catherine catrin cecilia chantal charles charlie charlotte chiara chloe chris christa christian christiane
	christina christine christoph christophe christopher claire clara claudia claudio claus clemens clément cornelia corinna craig cristina cynthia
	dagmar damien dan dana daniel daniela daniele danielle dario darren dave david deborah denis denise dennis derek detlef detlev diana diane didier
	diego dieter dietmar dirk dmitri dmitry dominic dominik dominique don donald dora doris dorothea dorothee ed edgar eduardo edward egon eike
	elaine elena eleonora elia elias elif elisa elisabeth elizabeth elke ella ellen elodie elsa emanuel emil emilia emilie emily emma emmanuel emre
	enrico enrique eric erich erik erika erin ernst erwin esra esteban esther ethan eugen eva evelyn fabian fabio fabrice fatima fatma federica
	federico felix ferdinand fernanda fernando filip fiona florence florian frances francesca francesco francis francisco franck françois françoise
	frank franz franziska frauke fred frederic frederik frédéric friederike friedrich fritz gabi gabriel gabriela gabriele gareth gary gavin
	geoffrey georg george georges gerald gerd gerhard gert gianluca gilles gina giorgio giovanni giulia giulio giuseppe gordon grace graham greg
	gregor guido guillaume guillermo gustav günter günther hannah hannes hans harald harry hassan hasan hedwig heather heidi heike heiko heiner heinrich
	heinz helen helena helene helga helmut hendrik henning henri henrik henry herbert hermann hilde holger horst howard hubert hugo hussein ian
	ibrahim ida ignacio igor ilka ilona ilse imke ina ines inga inge ingo ingrid irene irina iris isabel isabella isabelle ismail ivan ivo jack
	jacob jacques jakob james jan jana jane janet janina janine jannik jasmin jason javier jean jeff jeffrey jelena jenna jennifer jenny jens jeremy
	jérôme jesper jessica jesús jill jim jo joachim joan joana joanna jochen joe joel johan johann johanna johannes john jon jonas jonathan jordi
	jordan jorge jörg josef josefine joseph joshua josé juan juana judith juha julia julian juliana juliane julie julien julio julius jürgen justin
	jutta kai kaja karen karin karina karl karla karolina karsten katarina kate katharina katherine kathleen kathrin kathy katja katrin kay keith
	kelly ken kenneth kerstin kevin kim kirsten klara klaus konrad konstantin kristian kristin kristina kristine kurt kyle lara larissa larry lars
	laura laurent lea leah leila lena lennart leo leon leonard leonardo leonie leslie liam lilian lilly lina linda lisa lorena lorenz lorenzo louis
	louise luc luca lucas lucia luciano lucie lucy ludwig luigi luis luisa luise luka lukas luke lutz lydia lynn mads magdalena magnus maike maja
	malte mandy manfred manuel manuela mara marc marcel marcello marcelo marco marcos marcus margaret margarete margarita margot maria mariam
	mariana marianne marie marika marina mario marion marisa mark marko markus marlene marta martha martin martina mary maryam massimo mathias mathieu
	mathilde matt matteo matthew matthias matthieu maurice mauro max maximilian maya megan mehdi mehmet meike melanie melissa mercedes merle mia
	micha michael michaela michał michel michela michele michelle miguel mihai mika mike mikhail milan mila milena mira miriam mirela mirjam mirko
	mohamed mohammad mohammed molly mona monica monika moritz mustafa nadia nadine nadja nancy naomi natalia natalie natascha nathalie nathan
	neil nele nicholas nick nicola nicolas nicole niels nikita niklas nikola nikolai nikolaus nils nina noah nora norbert norman olaf ole oleg olga
	oliver olivia olivier omar oscar oskar otto pablo pamela paolo pascal patricia patrick paul paula paulo pavel pedro peggy per petar peter petra
	phil philip philipp philippe pia pierre pietro piotr pilar rachel rafael raimund rainer ralf ralph ramona raphael raquel raúl raymond rebecca
	regina regine reiner reinhard reinhold renate rené ricardo riccardo richard rita rob robert roberta roberto robin rodrigo roger roland rolf
	roman ron ronald rosa rosemarie ruben rudi rudolf ruth ryan sabine sabrina sally salvatore sam samantha samir samuel sandra sandro sara sarah
	sascha scott sean sebastian serge sergei sergey sergio sharon shirley sibylle sigrid silke silvia simon simona simone sofia sonia sonja sophia
	sophie stefan stefanie stefano steffen stella stephan stephanie stephen steve steven stuart sue susan susanna susanne sven svenja swen sylvia
	sylvie tamara tanja tatjana teodor teresa thea theo theodor theresa thierry thilo thomas thorsten tilman tim timo tina tobias todd tom tomas
	tommaso toni tony torben torsten tristan udo ulf uli ulla ulrich ulrike ursula uta ute uwe valentin valentina valeria valérie vanessa vera
	verena veronica veronika victor victoria viktor viktoria vincent vincenzo viola virginia vivian vladimir volker waltraud walter wendy werner
	wiebke wilfried wilhelm will william willy wolf wolfgang xavier yasmin yannick yann yuri yusuf yves yvonne zoe zoltan ömer özgür`)
