"""Own pages in the manner of many outlets' content systems, with one article each: what its lead, text, headline are."""

# ruff: noqa: E501 - a page is a row

import json

PARAGRAPHS = (
    "Die Außenminister der sieben Staaten haben sich am Mittwoch in Lindau auf einen Fahrplan für die Bodenseeschifffahrt geeinigt. Bis zum Herbst sollen die Behörden gemeinsame Regeln für Elektroboote vorlegen, sagte Ministerin Karin Holzapfel nach den Beratungen.",
    "Umweltverbände nannten das Ergebnis enttäuschend. „Wer den See schützen will, darf nicht bis 2030 warten“, sagte Verbandschef Ulf Brandauer. Er verwies auf Messungen des Landesamts, nach denen der Lärm an 14 von 20 Stellen über dem Richtwert lag.",
    "Die Schweiz hatte sich zuvor gegen eine feste Frist gestellt. Delegationskreise sprachen von einer langen Nacht, in der zweimal unterbrochen worden sei. Am Ende stand ein Papier von neun Seiten, das keine Zahlen zu den Kosten enthält.",
    "In Österreich stieß der Beschluss auf Zustimmung. Landeshauptfrau Edith Rainer sagte, die Werften bräuchten vor allem Planungssicherheit. Ihr Land werde die Förderung von Ladestellen im kommenden Jahr auf zwölf Millionen Euro verdoppeln.",
)
SUBHEAD = "Lange Nacht ohne Zahlen"
LEAD = "Sieben Staaten, neun Seiten, keine Zahlen: Der Gipfel von Lindau vertagt den Streit über Elektroboote in den Herbst."
TITLE = "Leise Boote, laute Nacht"
KICKER = "Gipfel von Lindau"
OTHER = "Nach achtzig Jahren ist Schluss: Die Werft am Hafen entlässt ihre letzten dreißig Mitarbeiter zum Jahresende."
OTHER_TITLE = "Warum die Werft in Bregenz schließt und was das für die Region bedeutet"
CAPTION = "Minister auf dem Dampfer Hohentwiel vor der Hafeneinfahrt von Lindau am Mittwochabend."
FIGURE = f'<figure><img src="a.jpg"><figcaption>{CAPTION} <span class="credit">Foto: dpa</span></figcaption></figure>'
RELATED = f'<div class="related-articles"><h3>Mehr zum Thema</h3><a href="/x/1"><h4>{OTHER_TITLE}</h4><p>{OTHER}</p></a></div>'
LETTER = '<div class="newsletter-signup"><h3>Der Morgen am See</h3><p>Alles Wichtige aus der Region, jeden Tag um sechs Uhr in Ihrem Postfach.</p></div>'
DESCRIBED = f'<meta name="description" content="{LEAD}">'


def body(name: str = "", sub: str = "h2", between: str = "") -> str:
    """The paragraphs, in elements of this class."""
    first, second, *rest = (f'<p class="{name}">{one}</p>' for one in PARAGRAPHS)
    return f"{first}{second}{between}<{sub}>{SUBHEAD}</{sub}>{''.join(rest)}"


def data(**more: object) -> str:
    """JSON-LD of the article; None leaves a field out."""
    told = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "description": LEAD,
        "datePublished": "2021-06-15T22:30:00Z", "dateModified": "2021-06-16T08:00:00+02:00",
        "author": [{"@type": "Person", "name": "Petra Amsel"}], "publisher": {"@type": "Organization", "name": "X"},
    } | more  # fmt: skip
    kept = {name: value for name, value in told.items() if value is not None}
    return f'<script type="application/ld+json">{json.dumps(kept, ensure_ascii=False)}</script>'


def page(head: str, main: str, title: str = f"{TITLE} | Blatt") -> str:
    """A page with what stands around every article."""
    return (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="Blatt">{head}</head><body>'
        '<nav><ul><li><a href="/politik">Politik</a></li><li><a href="/sport">Sport</a></li></ul></nav>'
        f"{main}<footer><p>Impressum Datenschutz Kontakt zur Redaktion in unserem Haus</p></footer></body></html>"
    )


# Pages whose lead is LEAD.
WITH_LEAD = {
    "faz": page(
        DESCRIBED + data(),
        f'<article class="atc"><header class="atc-Header"><div class="atc-Intro"><h2><span class="atc-HeadlineEmphasis">{KICKER}</span><span class="atc-Headline"> : </span><span class="atc-HeadlineText">{TITLE}</span></h2><ul class="atc-Meta"><li>Von <a href="/autor/1" rel="author">Petra Amsel</a>, Lindau</li><li><time datetime="2021-06-16T00:30:00+02:00">Aktualisiert am 16.06.2021-10:30</time></li></ul></div>{FIGURE}<div class="atc-Intro"><p class="atc-IntroText">{LEAD}</p></div></header><div class="atc-Text js-atc-Text">{body("atc-TextParagraph")}{RELATED}</div></article>',
    ),
    "faz2": page(
        DESCRIBED + data(),
        f'<main><article><header><p class="header-label">{KICKER}</p><h1 class="header-title">{TITLE}</h1><div class="header-detail"><p>{LEAD}</p><p>Von Petra Amsel</p><time>16.06.2021, 00:30</time></div></header>{FIGURE}<div class="body-elements"><p class="body-elements__paragraph">{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h3>{SUBHEAD}</h3><p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p></div></article></main>',
    ),
    "sz": page(
        DESCRIBED + data(headline=f"{KICKER}: {TITLE}"),
        f'<main><article id="article-app-container"><header data-testid="article-header"><h2 data-manual="title"><span class="css-1">{KICKER}</span>:<span class="css-2">{TITLE}</span></h2><p data-manual="date">16. Juni 2021, 0:30 Uhr</p><p data-manual="teaserText">{LEAD}</p></header>{FIGURE}<div itemprop="articleBody">{body("css-13", sub="h3")}</div></article></main>',
    ),
    "spiegel": page(
        DESCRIBED + data(headline=TITLE),
        f'<main><article data-area="article" aria-label="{TITLE}"><header data-area="intro"><h2><span class="block text-primary-base">{KICKER}</span> <span class="align-middle">{TITLE}</span></h2><div class="RichText leading-loose">{LEAD}</div><div class="text-s">Von <a href="/impressum/autor-1">Petra Amsel</a></div><time datetime="2021-06-16 00:30:00">16.06.2021, 00.30 Uhr</time></header>{FIGURE}<section data-article-el="body"><div class="RichText">{body()}</div></section></article></main>',
    ),
    "zeit": page(
        DESCRIBED + data(headline=f"{KICKER}: {TITLE}"),
        f'<main><article><header class="article-header"><h1 class="article-heading"><span class="article-heading__kicker">{KICKER}</span><span class="visually-hidden">:</span><span class="article-heading__title">{TITLE}</span></h1><div class="summary" itemprop="description">{LEAD}</div><div class="byline">Von <a href="/autoren/A" rel="author">Petra Amsel</a></div></header><div class="article-body" itemprop="articleBody"><section class="article-page">{body("paragraph article__item")}</section></div></article></main>',
    ),
    "welt": page(
        DESCRIBED + data(),
        f'<main><article><header class="c-article-header"><span class="c-topic-name">{KICKER}</span><h1 class="c-article-header__headline">{TITLE}</h1><div class="c-article-header__meta">Stand: 00:30 Uhr Lesedauer: 3 Minuten</div></header>{FIGURE}<div class="c-summary"><div class="c-summary__intro">{LEAD}</div></div><div class="c-article-text c-content-container">{body()}</div></article></main>',
    ),
    "standard": page(
        DESCRIBED + data(),
        f'<main><article class="story-article"><header class="article-header"><h2 class="article-kicker">{KICKER}</h2><h1 class="article-title">{TITLE}</h1><p class="article-subtitle">{LEAD}</p><div class="article-origins"><div class="article-byline"><span>Petra Amsel</span></div><time datetime="2021-06-16T00:30">16. Juni 2021, 00:30</time></div></header><div class="article-body">{FIGURE}{body()}</div></article></main>',
    ),
    "presse": page(
        DESCRIBED + data(),
        f'<main><article class="article"><h1 class="article__title">{TITLE}</h1><div class="article__lead"><p>{LEAD}</p></div><div class="meta__authors">von Petra Amsel</div><div id="article-body" class="article__body">{body("article__paragraph")}</div></article></main>',
    ),
    "orf": page(
        DESCRIBED + data(author=None),
        f'<main><div class="story-lead"><p class="story-lead-topic">{KICKER}</p><h1 class="story-lead-headline">{TITLE}</h1><p class="story-lead-text">{LEAD}</p></div><div class="story-story" id="ss-storyText">{body()}<p class="byline">red, ORF.at/Agenturen</p></div></main>',
    ),
    "dw": page(
        DESCRIBED + data(),
        f'<main><article class="article"><header class="header"><div class="kicker"><span>{KICKER}</span></div><h1>{TITLE}</h1><span class="author">Petra Amsel</span><time>16.06.2021</time><p class="teaser-text">{LEAD}</p><div class="share"><a href="https://fb.com/x">Artikel auf Facebook teilen</a></div></header><div class="content-area"><div class="rich-text">{body()}</div></div></article></main>',
    ),
    "br": page(
        DESCRIBED + data(),
        f'<main><article><header class="ArticleHeader_header__x"><h1><span class="ArticleHeader_roofline__x">{KICKER}</span><span class="ArticleHeader_headline__x">{TITLE}</span></h1></header><div class="ArticleModuleTeaser_teaser__y"><p class="ArticleModuleTeaser_content__z">{LEAD}</p><section class="ArticleModuleTeaser_meta__q">Von Petra Amsel</section></div><section class="ArticleModuleText_content__x">{body()}</section></article></main>',
    ),
    "mdr": page(
        DESCRIBED + data(),
        f'<div id="content"><div class="section sectionWrapper section1er sectionArticle sectionZ"><div class="con contentBox"><h1><span class="dachzeile">{KICKER}</span> <span class="hidden">|</span> <span class="headline">{TITLE}</span></h1><p class="webtime">Stand: 16. Juni 2021, 00:30 Uhr</p><p class="einleitung">{LEAD}</p></div></div><div class="section"><div class="box"><div class="paragraph">{body("text")}</div></div></div></div>',
    ),
    "tagesschau": page(
        DESCRIBED + data(),
        f'<main><article class="container"><div class="article-head"><h1 class="article-head__headline"><span class="article-head__topline">{KICKER}</span> <span class="article-head__headline--text">{TITLE}</span></h1><p class="metatextline">Stand: 16.06.2021 00:30 Uhr</p></div><p class="m-ten m-offset-one textabsatz columns twelve"><strong>{LEAD}</strong></p><div class="authorline">Von Petra Amsel, ARD-Studio Lindau</div>{body("m-ten textabsatz columns twelve")}</article></main>',
    ),
    "waz": page(
        DESCRIBED + data(),
        f'<main><article><hgroup><p class="uppercase">{KICKER}</p><h1>{TITLE}</h1></hgroup><address>Von <a href="/autor/1">Petra Amsel</a></address><time datetime="2021-06-16T00:30:00+02:00">16.06.2021</time><p class="text-lg font-bold">{LEAD}</p>{FIGURE}<div class="article-body">{body()}</div></article></main>',
    ),
    "nzz": page(
        DESCRIBED + data(),
        f'<main><section class="headline"><h1 class="headline__title">{TITLE}</h1><p class="headline__lead" componenttype="ledeText">{LEAD}</p></section><section class="metainfo">Petra Amsel 16.06.2021, 00.30 Uhr</section><div class="articlecomponents">{body("articlecomponent text", between=LETTER)}</div></main>',
    ),
    "srf": page(
        DESCRIBED + data(author=None),
        f'<main><article class="article"><header class="article-header"><h1 class="article-title"><span class="article-title__overline">{KICKER}</span><span class="article-title__header">{TITLE}</span></h1><p class="article-lead">{LEAD}</p></header><section class="article-content">{body("article-paragraph")}</section></article></main>',
    ),
    "taz": page(
        DESCRIBED + data(),
        f'<main><article class="sectbody"><h1><span class="kicker">{KICKER}</span><span class="hide">: </span><span>{TITLE}</span></h1><p class="intro">{LEAD}</p><div class="rack author"><h4>Petra Amsel</h4></div>{body("article odd")}</article></main>',
    ),
    "nodesc": page(
        data(description=None),
        f'<main><article><header><h1>{TITLE}</h1><p>{LEAD}</p></header><div class="text">{body()}</div></article></main>',
    ),
    "trunc": page(
        f'<meta name="description" content="{LEAD[:70]} …">' + data(description=None),
        f'<main><article><h1>{TITLE}</h1><div><strong>{LEAD}</strong></div><div class="articlebody">{body()}</div></article></main>',
    ),
    "typo": page(
        f'<meta name="description" content="{LEAD.replace(":", " -").replace(",", "")}">' + data(description=None),
        f'<main><div class="top"><h1>{TITLE}</h1></div><div class="mid"><span class="x">{LEAD}</span></div><div itemprop="articleBody">{body()}</div></main>',
    ),
    "h2lead": page(
        DESCRIBED + data(),
        f'<main><article><div class="head"><h1>{TITLE}</h1><h2 class="subline">{LEAD}</h2></div><div class="article-content">{body()}</div></article></main>',
    ),
    "junk": page(
        DESCRIBED + data(),
        f'<main><article><header><h1>{TITLE}</h1><p class="lead">{LEAD}</p></header><div class="article-body">{body(between=LETTER + RELATED + "<p><a href=/x/2>Lesen Sie hier: " + OTHER_TITLE + "</a></p><ul><li><a href=/a>" + OTHER_TITLE + "</a></li><li><a href=/b>Kein Rennkurs: Was der Naturschutz am See verlangt</a></li></ul>")}<div class="author-bio"><p>Petra Amsel ist seit Jahren Korrespondentin für den Raum am Bodensee.</p></div><div class="comments"><h3>Kommentare</h3><p>Ich finde das alles ganz und gar nicht gut und sage es auch.</p></div></div></article></main>',
    ),
}
# Pages without one: their description is the first paragraph, or that of another article.
WITHOUT_LEAD = {
    "nolead": page(
        f'<meta name="description" content="{PARAGRAPHS[0][:150]}...">' + data(description=PARAGRAPHS[0]),
        f'<main><article><h1>{TITLE}</h1><p class="byline">Von Petra Amsel</p>{FIGURE}<div class="text">{body()}</div></article></main>',
    ),
    "otherteaser": page(
        f'<meta name="description" content="{OTHER}">' + data(description=None),
        f'<main><article><h1>{TITLE}</h1><div class="text">{body()}</div></article><div><article><a href="/x/1"><h2>{OTHER_TITLE}</h2><p>{OTHER}</p></a></article></div></main>',
    ),
    "relabove": page(
        data(description=None),
        f'<main><article><h1>{TITLE}</h1><div class="x"><a href="/x/1">{OTHER}</a></div><aside><p>{OTHER}</p></aside>{FIGURE}<div class="text">{body()}</div></article></main>',
    ),
}
