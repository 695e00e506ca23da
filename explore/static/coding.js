// Keys and saving for the pages of hand coding, which work without it: each field
// is a radio button or a text, and the form is sent by its buttons. What has
// data-key is reached by that key.
'use strict';
(() => {
  const form = document.getElementById('code');
  const byKey = new Map();
  for (const e of document.querySelectorAll('[data-key]')) byKey.set(e.dataset.key, e);
  document.documentElement.classList.add('keys');

  // Single letters disturb some ways of using a computer (WCAG 2.1.4): they can be
  // turned off, and stay so in this browser.
  let keys = true;
  const toggle = document.getElementById('keys');
  const legend = document.getElementById('legend');
  const remember = (on) => { try { localStorage.setItem('coding-keys', on ? 'on' : 'off'); } catch { /* for this page only */ } };
  const turn = (on) => {
    keys = on;
    document.documentElement.classList.toggle('keys', on);
    toggle?.setAttribute('aria-pressed', String(on));
    if (legend) legend.hidden = !on;
  };
  let wanted = null;
  try { wanted = localStorage.getItem('coding-keys'); } catch { /* nothing is remembered */ }
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener('click', () => { turn(!keys); remember(keys); });
  }
  turn(wanted !== 'off');

  const state = document.getElementById('state');
  const say = (text) => { if (state) state.textContent = text; };
  const button = (value) => form.querySelector(`button[name=do][value=${value}]`);

  // One save at a time: each needs the version that the one before it made.
  let running = null;
  let unsaved = false;
  let later = 0;
  const send = async () => {
    while (unsaved) {
      unsaved = false;
      const body = new URLSearchParams(new FormData(form));
      let answer;
      try {
        answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { Accept: 'application/json' } });
        if (!answer.ok) { // the page that says why, with what was entered
          running = null;
          form.requestSubmit(button('save'));
          return false;
        }
        const got = await answer.json();
        form.elements.version.value = got.version;
        say(`Saved: ${got.state}`);
      } catch {
        unsaved = true;
        say('Not saved: the explorer does not answer. Start it again, then save.');
        return false;
      }
    }
    return true;
  };
  const save = () => {
    clearTimeout(later);
    unsaved = true;
    running ??= send().finally(() => { running = null; });
    return running;
  };

  if (form) {
    form.addEventListener('change', save);
    form.elements.note.addEventListener('input', () => {
      unsaved = true;
      clearTimeout(later);
      later = setTimeout(save, 700);
    });
    form.addEventListener('submit', (e) => {
      clearTimeout(later);
      if (!running) { unsaved = false; return; } // the form itself has all
      e.preventDefault();
      const by = e.submitter;
      running.then((ok) => { if (ok) form.requestSubmit(by); });
    });
    addEventListener('beforeunload', (e) => { if (unsaved) e.preventDefault(); });
    (document.querySelector('[role=alert]') ? button('save') : document.getElementById('text')).focus({ preventScroll: true });
  }

  // cycle checks the next of a question's values: from not coded to the first.
  const cycle = (set) => {
    const all = [...set.querySelectorAll('input[type=radio]')];
    const next = all[(all.findIndex((r) => r.checked) + 1) % all.length];
    next.checked = true;
    next.focus({ preventScroll: true });
    set.scrollIntoView({ block: 'nearest' });
    save();
  };

  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.target.matches('textarea, select, input:not([type=radio])')) {
      if (e.key === 'Escape') document.getElementById('text').focus({ preventScroll: true });
      return;
    }
    if (!keys) return;
    if (e.key === '?' && legend) { legend.hidden = !legend.hidden; return; }
    const letter = e.key.toLowerCase(); // Shift is looked at, and not Caps Lock
    const found = byKey.get(e.shiftKey && /^\p{L}$/u.test(letter) ? `Shift+${letter}` : letter);
    if (!found || e.repeat) return;
    e.preventDefault();
    if (found.matches('fieldset')) cycle(found);
    else if (found.matches('textarea')) found.focus();
    else found.click();
  });
})();
