// Server-sent events in, fetch out. The server renders; this module swaps the middle of the page and sends presses.
const view = document.getElementById('view');

async function refresh() {
  const answer = await fetch(view.dataset.view, { cache: 'no-store' });
  if (answer.ok) {
    const focused = document.activeElement?.dataset?.option;
    view.innerHTML = await answer.text();
    view.querySelector(focused ? `[data-option="${CSS.escape(focused)}"]` : 'button.main')?.focus();
  }
}

async function press(button) {
  const { post, question, option } = button.dataset;
  button.disabled = true;
  const body = question ? JSON.stringify({ question, option }) : undefined;
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  const answer = await fetch(post, { method: 'POST', body, headers });
  if (!answer.ok) {
    await refresh();
  }
}

view.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-post]');
  if (button) {
    press(button);
  }
});

const events = new EventSource('/events');
events.onmessage = refresh;
events.onerror = () => document.body.classList.add('away');
events.onopen = () => document.body.classList.remove('away');
