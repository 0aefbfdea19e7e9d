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

package dev.seccomp.benchmarks.bookshop;

import java.util.List;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The customers and their purchases, as JSON.
 */
@RestController
@RequestMapping("/customers")
class CustomerController {

	private final CustomerRepository customers;

	private final BookRepository books;

	CustomerController(CustomerRepository customers, BookRepository books) {
		this.customers = customers;
		this.books = books;
	}

	@GetMapping
	List<String> names() {
		return this.customers.findAll().stream().map(Item::getName).toList();
	}

	@GetMapping("/{email}/purchases")
	@Transactional(readOnly = true)
	List<String> purchases(@PathVariable String email) {
		return this.customers.findByEmail(email)
			.orElseThrow()
			.getPurchases()
			.stream()
			.map((purchase) -> purchase.getBook().getName())
			.toList();
	}

	@PostMapping("/{email}/purchases/{book}")
	@Transactional
	void buy(@PathVariable String email, @PathVariable long book) {
		Customer customer = this.customers.findByEmail(email).orElseThrow();
		Purchase purchase = new Purchase();
		purchase.setName("Purchase of " + email);
		purchase.setBook(this.books.findById(book).orElseThrow());
		purchase.setCustomer(customer);
		customer.getPurchases().add(purchase);
	}

}
