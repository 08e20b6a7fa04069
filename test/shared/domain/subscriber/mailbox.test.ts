import { describe, expect, it } from 'vitest';
import { likelyMeant, mailboxOf } from '../../../../shared/domain/subscriber/mailbox.ts';

describe('the mailbox behind an address', () => {
  it.each([
    ['Ani.Reader+news@Gmail.com', 'anireader@gmail.com'],
    ['anireader@googlemail.com', 'anireader@gmail.com'],
    ['a.n.i@proton.me', 'ani@proton.me'],
    ['a_n-i+1@pm.me', 'ani@proton.me'],
    // Alike, not ignored: with and without the sign are two mailboxes.
    ['ani.reader@ya.ru', 'ani-reader@yandex.ru'],
    ['ani-reader@yandex.com.am', 'ani-reader@yandex.ru'],
    ['anireader@yandex.ru', 'anireader@yandex.ru'],
    // The tag is a hyphen here, and the plus belongs to the name.
    ['ani-news@yahoo.com', 'ani@yahoo.com'],
    ['ani+news@yahoo.com', 'ani+news@yahoo.com'],
    ['ani@ymail.com', 'ani@ymail.com'],
    ['ani.reader+x@mail.ru', 'ani.reader@mail.ru'],
    ['ani+1+2@example.org', 'ani@example.org'],
    ['ani.reader-x@example.org', 'ani.reader-x@example.org'],
    // Nothing left of it: better one mailbox of its own than all of them in one.
    ['+news@example.org', '+news@example.org'],
    ['...@gmail.com', '...@gmail.com'],
  ])('%s → %s', (address, mailbox) => {
    expect(mailboxOf(address)).toBe(mailbox);
  });
});

describe('a slip of the keyboard in the domain', () => {
  it.each([
    ['ani@gmial.com', 'ani@gmail.com'],
    ['ani@gmai.com', 'ani@gmail.com'],
    ['ani@gmaill.com', 'ani@gmail.com'],
    ['ani@gmail.con', 'ani@gmail.com'],
    ['ani@mgail.com', 'ani@gmail.com'],
    ['ani@ggmail.com', 'ani@gmail.com'],
    ['ani@mail.rru', 'ani@mail.ru'],
    ['ani@yndex.ru', 'ani@yandex.ru'],
    ['a.n-i+x@outlok.com', 'a.n-i+x@outlook.com'],
  ])('%s: %s was probably meant', (address, meant) => {
    expect(likelyMeant(address)).toBe(meant);
  });
  it.each([
    'ani@gmail.com', // right
    'ani@mail.com', // one letter from gmail.com, and a provider itself
    'ani@gml.com', // two letters missing
    'ani@gamli.com', // three changed
    'ani@gmailcom.com',
    'ani@gmliacom', // more than one slip within the same length
    'ani@gxmil.com', // two letters other, one of them in the wrong place
    'ani@gaxil.com',
    'ani@example.org',
    'ani@lmaig.com', // the outer two changed round, not neighbours
  ])('%s is asked nothing', (address) => {
    expect(likelyMeant(address)).toBeNull();
  });
});
