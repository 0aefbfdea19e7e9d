import { attackOn } from './attacks.js';
import { explainOn } from './audit.js';
import { element } from './dom.js';
import { showState, showUnreachable } from './state.js';
import { showViolations } from './violations.js';

const INTERVAL = 1000;

let timer;

async function refresh() {
	clearTimeout(timer);
	try {
		const response = await fetch('/actuator/seccomp');
		if (!response.ok) {
			throw new Error(`/actuator/seccomp responded with status ${response.status}`);
		}
		const state = await response.json();
		showState(state);
		showViolations(state);
	}
	catch (error) {
		showUnreachable(error);
	}
	clearTimeout(timer);
	if (!document.hidden) {
		timer = setTimeout(refresh, INTERVAL);
	}
}

document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh());
for (const form of element('attacks').querySelectorAll('form')) {
	attackOn(form, refresh);
}
explainOn(element('explain'));
refresh();
