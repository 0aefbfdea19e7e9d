import { create } from './dom.js';

/**
 * Lets a form attack by its own action and method, and shows the answer beneath it.
 */
export function attackOn(form, afterwards) {
	const answer = create('div', { className: 'answer', role: 'status' });
	form.append(answer);
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const button = form.querySelector('button');
		button.disabled = true;
		answer.replaceChildren(...await answerTo(form));
		button.disabled = false;
		afterwards();
	});
}

async function answerTo(form) {
	try {
		const query = new URLSearchParams(new FormData(form)).toString();
		const response = await fetch(form.getAttribute('action') + (query && `?${query}`), { method: form.method });
		return [verdict(response.status), create('pre', { tabIndex: 0 }, await response.text())];
	}
	catch (error) {
		return [create('p', { className: 'verdict fair' }, `No answer: ${error.message}`)];
	}
}

function verdict(status) {
	switch (status) {
		case 200:
			return create('p', { className: 'verdict bad' }, 'It worked (200)');
		case 403:
			return create('p', { className: 'verdict good' }, 'Denied by the kernel (403)');
		case 501:
			return create('p', { className: 'verdict fair' }, 'This JDK cannot do it (501)');
		default:
			return create('p', { className: 'verdict fair' }, `Failed (${status})`);
	}
}
