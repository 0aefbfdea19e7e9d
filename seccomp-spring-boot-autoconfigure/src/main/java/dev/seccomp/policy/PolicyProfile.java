/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.seccomp.policy;

import java.util.List;
import java.util.Set;

/**
 * A profile in a foreign format, as a part of a policy.
 */
public interface PolicyProfile {

	/**
	 * Return the location of the profile.
	 * @return the location, as the user gave it
	 */
	String location();

	/**
	 * Return the action for calls that no rule of the profile matches.
	 * @return the action
	 */
	Action defaultAction();

	/**
	 * Return the rules of the profile, in an order in which the first match wins.
	 * @param defaultAction the default action of the policy
	 * @return the rules, with sources relative to the policy
	 */
	List<SyscallRule> rules(Action defaultAction);

	/**
	 * Return the calls that the profile names and the architecture lacks.
	 * @return the names
	 */
	Set<String> ignored();

}
