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

package dev.seccomp.benchmarks;

/**
 * The size of a process.
 *
 * @param threads the number of threads
 * @param descriptors the number of open files and sockets
 * @param residentKilobytes the resident memory
 * @param heapKilobytes the objects in the heap that are in use
 */
record ProcessSize(long threads, long descriptors, long residentKilobytes, long heapKilobytes) {

	/**
	 * Return whether this size exceeds another one by no more than a tolerance.
	 * @param other the other size
	 * @param tolerance the tolerance
	 * @return whether it is within the tolerance
	 */
	boolean isWithin(ProcessSize other, ProcessSize tolerance) {
		return this.threads <= other.threads + tolerance.threads
				&& this.descriptors <= other.descriptors + tolerance.descriptors
				&& this.residentKilobytes <= other.residentKilobytes + tolerance.residentKilobytes
				&& this.heapKilobytes <= other.heapKilobytes + tolerance.heapKilobytes;
	}

}
