import { create, element, showText } from './dom.js';

/**
 * Makes a form explain a line of the audit log.
 */
export function explainOn(form) {
	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		const table = element('audit-fields');
		table.hidden = true;
		showText(element('audit-error'));
		try {
			table.tBodies[0].replaceChildren(...rows(await explain(form)));
			table.hidden = false;
		}
		catch (error) {
			showText(element('audit-error'), error.message);
		}
	});
}

async function explain(form) {
	// A pasted line may contain line breaks
	const line = form.elements.line.value.replace(/\s+/g, ' ').trim();
	const response = await fetch(`${form.getAttribute('action')}?line=${encodeURIComponent(line)}`);
	if (response.status === 404) {
		throw new Error('This application does not expose /actuator/seccompaudit.');
	}
	if (!response.ok) {
		throw new Error(`This is not a SECCOMP line of the audit log (${response.status}).`);
	}
	return response.json();
}

function rows(fields, prefix = '') {
	return Object.entries(fields).flatMap(([name, value]) => {
		if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
			return rows(value, `${prefix}${name}.`);
		}
		return create('tr', {}, create('th', { scope: 'row' }, prefix + name),
				create('td', {}, create('code', {}, (typeof value === 'string') ? value : JSON.stringify(value))));
	});
}
