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

import jakarta.validation.Valid;

import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The pages of the books.
 */
@Controller
class BookController {

	private final BookRepository books;

	private final AuthorRepository authors;

	BookController(BookRepository books, AuthorRepository authors) {
		this.books = books;
		this.authors = authors;
	}

	@GetMapping("/")
	String list(@RequestParam(defaultValue = "") String part, @RequestParam(defaultValue = "0") int page, Model model) {
		model.addAttribute("books", this.books.findByNameContainingIgnoreCase(part, PageRequest.of(page, 10)));
		model.addAttribute("novels", this.books.countByGenre("Novel"));
		return "books";
	}

	@GetMapping("/books/new")
	String form(Model model) {
		model.addAttribute("book", new Book());
		return form(model, "");
	}

	@PostMapping("/books/new")
	String add(@Valid @ModelAttribute Book book, BindingResult result, Model model) {
		if (result.hasErrors()) {
			return form(model, "");
		}
		return "redirect:/books/" + this.books.save(book).getId();
	}

	@GetMapping("/books/{id}")
	String show(@PathVariable long id, Model model) {
		model.addAttribute("books", List.of(this.books.findById(id).orElseThrow()));
		model.addAttribute("novels", this.books.countByGenre("Novel"));
		return "books";
	}

	private String form(Model model, String prefix) {
		model.addAttribute("authors", this.authors.findByNameStartingWithOrderByName(prefix));
		return "book";
	}

}
