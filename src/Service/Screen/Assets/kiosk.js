// Server-sent events in, fetch out. The server renders; this module changes the middle of the page and sends presses.
const retryMs = 1000;
const mostPresses = 15;
const view = document.getElementById('view');
const facesCustomer = document.body.classList.contains('customer');
let drawing = false;
let again = false;
let left = '';   // the case whose ending was closed on this screen
let rest = 0;
let colour = '';   // which colour of which try fills the screen

// What stays the same stays in the page: focus, animations and live regions survive.
function morph(from, to) {
  if (from.isEqualNode(to)) {
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE || from.nodeName !== to.nodeName || from.dataset.key !== to.dataset.key) {
    from.replaceWith(to);
    return;
  }
  for (const { name } of [...from.attributes].filter((a) => !to.hasAttribute(a.name))) {
    from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) {
      from.setAttribute(name, value);
    }
  }
  const [olds, news] = [[...from.childNodes], [...to.childNodes]];
  olds.slice(news.length).forEach((node) => node.remove());
  news.forEach((node, i) => (olds[i] ? morph(olds[i], node) : from.append(node)));
}

function show(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const [now, next] = [view.firstElementChild, template.content.firstElementChild];
  const other = now.dataset.key !== next.dataset.key;
  morph(now, next);
  const scene = view.firstElementChild;
  document.title = scene.dataset.title;
  if (other) {
    scrollTo(0, 0);
    scene.querySelector('h1').focus({ preventScroll: true });
  }
  keepAwhile();
}

async function draw() {
  const answer = await fetch(left ? `${view.dataset.view}?left=${left}` : view.dataset.view, { cache: 'no-store' });
  if (answer.ok) {
    show(await answer.text());
  }
}

// One at a time, and once more when something changed meanwhile: the last event is what stays.
async function refresh() {
  again = true;
  if (drawing) {
    return;
  }
  drawing = true;
  try {
    while (again) {
      again = false;
      await draw();
    }
  } catch {
    setTimeout(refresh, retryMs);
  } finally {
    drawing = false;
  }
}

// A refused press means that the page is late, and drawing it again takes the button away; or that the machine is still
// starting, and then the finger need not come again.
async function press(button, attempt = 1) {
  const { post, question, option } = button.dataset;
  const body = question ? JSON.stringify({ question, option }) : undefined;
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  button.disabled = true;
  const answer = await fetch(post, { method: 'POST', body, headers }).catch(() => ({ ok: false }));
  if (answer.ok) {
    return;
  }
  await refresh();
  if (button.isConnected && attempt < mostPresses) {
    button.disabled = true;
    setTimeout(() => press(button, attempt + 1), retryMs);
  }
}

function leave() {
  left = view.firstElementChild.dataset.case;
  refresh();
}

// An ending is closed for the next customer when nobody touched the screen for a while.
function keepAwhile() {
  clearTimeout(rest);
  const seconds = Number(view.firstElementChild.dataset.rest);
  rest = seconds > 0 ? setTimeout(leave, seconds * 1000) : 0;
}

// A colour goes onto the screen straight from the event: nothing is fetched before it is there.
function fill({ case: visit, face }) {
  const flash = face?.flash;
  const now = flash ? `${visit} ${face.try} ${flash.number}` : '';
  if (now === colour || !facesCustomer) {
    return;
  }
  colour = now;
  if (flash) {
    document.body.dataset.flash = flash.colour;
    requestAnimationFrame(() => stamp(flash.number, now));
  } else {
    delete document.body.dataset.flash;
  }
}

// The first frame callback runs before the colour is drawn, the next one after it was. A colour that is gone already
// was never seen and gets no stamp.
function stamp(number, drawn) {
  if (drawn !== colour) {
    return;
  }
  requestAnimationFrame((at) => {
    const body = JSON.stringify({ number, ageMs: Math.max(0, performance.now() - at) });
    const headers = { 'Content-Type': 'application/json' };
    fetch('/face/displayed', { method: 'POST', body, headers }).catch(() => {});   // no stamp, no proof
  });
}

function changed(event) {
  fill(JSON.parse(event.data));
  refresh();
}

function follow() {
  const events = new EventSource('/events');
  events.onmessage = changed;
  events.onopen = () => {
    document.body.classList.remove('away');
    view.inert = false;
  };
  events.onerror = () => {
    fill({});
    document.body.classList.add('away');
    view.inert = true;
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(follow, retryMs);
    }
  };
}

view.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.post) {
    press(button);
  } else if (button?.dataset.leave) {
    leave();
  }
});
// A live picture that could not be had is asked for again as long as its scene is there.
view.addEventListener('error', ({ target }) => {
  if (target.dataset.live) {
    setTimeout(() => target.isConnected && target.setAttribute('src', target.getAttribute('src')), retryMs);
  }
}, true);
['pointerdown', 'keydown'].forEach((name) => addEventListener(name, keepAwhile));
keepAwhile();
follow();
