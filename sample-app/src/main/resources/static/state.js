import { create, element, showText, time } from './dom.js';

const BADGES = { enforce: 'good', log: 'fair', learn: 'fair', disabled: 'bad', unsupported: 'bad' };

const MEANINGS = {
	Seccomp: { 0: 'no filter', 1: 'strict mode', 2: 'filter mode' },
	NoNewPrivs: { 0: 'not set', 1: 'set' }
};

let shown;

export function showState(state) {
	const text = JSON.stringify(state, null, 2);
	// Unchanged text is not replaced, so that a selection is kept
	if (text === shown) {
		return;
	}
	shown = text;
	showMode(state.mode ?? 'unknown');
	showText(element('reason'), state.reason && `No filter is installed: ${state.reason.replace(/\.$/, '')}.`);
	element('status').replaceChildren(...figures(state));
	element('filters').replaceChildren(...filters(state.filters ?? []));
	element('endpoint').textContent = text;
}

export function showUnreachable(error) {
	shown = undefined;
	showMode('no response');
	showText(element('reason'), `The state below may be outdated: ${error.message}.`);
}

function showMode(mode) {
	element('mode').textContent = mode;
	element('mode').className = `badge ${BADGES[mode] ?? 'bad'}`;
}

function figures(state) {
	const figures = [];
	if (state.threads) {
		const { filtered, total } = state.threads;
		figures.push(figure('Threads filtered', `${filtered} of ${total}`, (filtered < total) ? 'bad' : 'good'));
	}
	for (const [name, value] of Object.entries(state.status ?? {})) {
		figures.push(figure(name, value, undefined, MEANINGS[name]?.[value]));
	}
	return figures;
}

function figure(name, value, className = '', meaning) {
	return create('div', { className }, create('dt', {}, name),
			create('dd', {}, String(value), meaning && create('small', {}, ` (${meaning})`)));
}

function filters(filters) {
	if (!filters.length) {
		return [create('tr', {}, create('td', { colSpan: 5 }, 'None'))];
	}
	return filters.map((filter) => create('tr', {},
			create('th', { scope: 'row' }, filter.name),
			create('td', {}, create('code', { className: 'hash', title: filter.hash }, filter.hash)),
			create('td', { className: 'number' }, String(filter.instructions)),
			create('td', {}, filter.installedOn),
			create('td', {}, time(filter.installedAt))));
}
