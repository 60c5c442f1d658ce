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

package io.wsgi.sample;

import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * A Spring controller beside the Python application, which knows how many copies of each
 * book there are.
 *
 * @author wsgi-spring-boot contributors
 */
@RestController
class StockController {

	private final Map<Long, Integer> copies = Map.of(1L, 4, 2L, 12, 3L, 7, 4L, 2, 5L, 5, 6L, 9, 7L, 3, 8L, 8, 9L, 1);

	@GetMapping("/spring/stock/{id}")
	Stock stock(@PathVariable("id") long id) {
		Integer copies = this.copies.get(id);
		if (copies == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return new Stock(id, copies, ProcessHandle.current().pid());
	}

	/**
	 * The copies there are of one book.
	 *
	 * @param id the id the book has in the Python application
	 * @param copies the number of copies
	 * @param process the id of this process, which is the Python application's as well
	 */
	record Stock(long id, int copies, long process) {

	}

}
