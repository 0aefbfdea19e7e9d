import { create, element } from './dom.js';

/**
 * Sends a form with its own action and method, and shows the response below it.
 */
export function attackOn(form, afterwards) {
	const response = create('div', { className: 'response', role: 'status' });
	form.append(response);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const button = form.querySelector('button');
		button.disabled = true;
		response.replaceChildren(...await submit(form));
		button.disabled = false;
		afterwards();
	});
}

async function submit(form) {
	try {
		const query = new URLSearchParams(new FormData(form)).toString();
		const response = await fetch(form.getAttribute('action') + (query && `?${query}`), { method: form.method });
		return [verdict(response.status), create('pre', { tabIndex: 0 }, await response.text())];
	}
	catch (error) {
		return [create('p', { className: 'verdict fair' }, `No response: ${error.message}`)];
	}
}

function verdict(status) {
	switch (status) {
		case 200:
			return (element('mode').textContent === 'enforce')
				? create('p', { className: 'verdict fair' }, 'Allowed by this preset (200)')
				: create('p', { className: 'verdict bad' }, 'Not denied: no policy is enforced (200)');
		case 403:
			return create('p', { className: 'verdict good' }, 'Denied by the kernel (403)');
		case 501:
			return create('p', { className: 'verdict fair' }, 'Not supported by this JDK (501)');
		default:
			return create('p', { className: 'verdict fair' }, `Failed (${status})`);
	}
}
