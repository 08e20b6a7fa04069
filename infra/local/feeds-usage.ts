/** `wire feeds --help`. */
export const usage = `usage: wire feeds list   [--language hy] [--country AM]
       wire feeds check  [FEED_ID …] [--language hy] [--country AM] [--write]
       wire feeds health [--data DIR | --aws STACK] [--language hy] [--country AM]
       wire feeds discover URL [--write [as for add] [--aws STACK]]
       wire feeds add URL [--alternate URL] [--outlet ID | --country AM --kind independent --owner NAME [--name NAME]]
       wire feeds pause|resume|remove SOURCE… [--dry-run] [--data DIR | --aws STACK]
       wire feeds put FILE.json | undo [--dry-run] | changes [--data DIR | --aws STACK]
       wire feeds import FILE.opml [--country AM --kind independent --owner NAME [--owner-country AM]] [--out FILE.json]
       wire feeds export [--out FILE.opml]

list    the catalogue's sources: form (feed, sitemap, page, telegram), side and kind of the outlet, how each was last seen working
        (confirmed: by somebody who fetched it, reported: in use elsewhere, unverified: named by one list) and the shortest
        interval at which each is visited
check   visits each feed once – by its host's robots.txt, one request at a time and two seconds apart per host – and prints
        how each is and what to do about it; of a source that fails, its alternate too. Nothing is stored. Set WIRE_CONTACT
        to say who asks.
        --write puts into the catalogue's file what was seen: confirmed today where items came; unverified where only lists had
        told of it and the address has nothing. What may pass by itself (no network, 5xx, refusals) changes nothing.
health  the same of the feeds as the wire last visited them, in a data folder (default .wire/live) or on a stack; visits nobody
discover looks for the sources of a site – feeds that its page names or that stand at common paths, news sitemaps of its robots.txt,
        its list of news, its Telegram channel – with at most six requests, robots.txt and redirects among them; shows the first
        five items of each and an entry for the catalogue. Writes nothing, but with --write: all of the entry into the catalogue's file,
        or with --aws STACK into that wire's changes.
add     reads one source – feed, news sitemap, list page or channel – and writes it into the catalogue's file, for the outlet that
        publishes at its host or the one named with --outlet; of a new outlet it asks country, kind and owner unless the options
        say them. --alternate URL is read while the first fails. --zone ZONE is that of dates without one; --form page reads
        a page that names feeds all the same. With --aws STACK it goes to that wire's changes, and is live without a deploy.
pause, resume, remove  change a wire's sources without a deploy: an overlay over the catalogue, in the archive bucket
        (overlay/catalogue.json). It is checked as the catalogue is, and kept by version; a bad one is refused and the last good one
        stays. --dry-run says which sources come and go, and writes nothing.
put     a whole overlay from a file: {"format": 1, "outlets": [as in outlets.json], "off": [ids of sources]}
undo    goes back to what stood before the last change; again, one further. changes prints what stands now
import  prints catalogue entries (JSON) for the feeds of an OPML list that the catalogue lacks, to be added to
        shared/catalogue/outlets.json; asks for each outlet's country, kind and owner unless the options say them for all
export  the catalogue as OPML 2.0

WIRE_CATALOGUE=FILE.json stands for the catalogue; WIRE_ALLOW_HOSTS=host:port lets that host be visited though it is not public.
`;
