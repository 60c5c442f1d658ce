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

package io.wsgi.spring.boot.bridge.jdbc;

/**
 * Finds the ends of what is quoted in a statement, or a comment, as its database sees it.
 *
 * @param text the statement
 * @param product the database
 * @author wsgi-spring-boot contributors
 */
record QuotedParts(String text, Product product) {

	/**
	 * Return where something quoted, or a comment, ends.
	 * @param start where it begins
	 * @return the index after it, or -1 if nothing of that kind begins there
	 */
	int end(int start) {
		return switch (this.text.charAt(start)) {
			case '\'' -> endOfQuote(start, this.product == Product.MYSQL || isEscapeString(start));
			case '"' -> endOfQuote(start, this.product == Product.MYSQL);
			case '`' -> (this.product != Product.POSTGRESQL) ? endOfQuote(start, false) : -1;
			case '[' -> (this.product == Product.SQLITE) ? endAfter("]", start) : -1;
			case '-' -> isLineComment(start) ? endAfter("\n", start) : -1;
			case '#' -> (this.product == Product.MYSQL) ? endAfter("\n", start) : -1;
			case '/' -> this.text.startsWith("/*", start) ? endOfComment(start) : -1;
			case '$' -> endOfDollars(start);
			default -> -1;
		};
	}

	/**
	 * Return where a statement begins, behind spaces and comments.
	 * @return the index of its first word
	 */
	int begin() {
		int position = 0;
		while (position < this.text.length()) {
			char character = this.text.charAt(position);
			if (Character.isWhitespace(character)) {
				position++;
			}
			else if ((character == '-' || character == '#' || character == '/') && end(position) > position) {
				position = end(position);
			}
			else {
				return position;
			}
		}
		return position;
	}

	// E'...', but not behind a name that ends with e
	private boolean isEscapeString(int start) {
		if (this.product != Product.POSTGRESQL || start == 0) {
			return false;
		}
		char prefix = this.text.charAt(start - 1);
		return (prefix == 'E' || prefix == 'e') && !isBehindName(start - 1);
	}

	// In a name of PostgreSQL there may be dollars
	private boolean isBehindName(int index) {
		return index > 0 && (isName(this.text.charAt(index - 1)) || this.text.charAt(index - 1) == '$');
	}

	private int endOfQuote(int start, boolean escapes) {
		char quote = this.text.charAt(start);
		for (int i = start + 1; i < this.text.length(); i++) {
			char character = this.text.charAt(i);
			if (character == '\\' && escapes) {
				i++;
			}
			else if (character == quote) {
				return i + 1;
			}
		}
		return this.text.length();
	}

	// In MySQL 5--1 is 6
	private boolean isLineComment(int start) {
		return this.text.startsWith("--", start) && (this.product != Product.MYSQL || start + 2 == this.text.length()
				|| this.text.charAt(start + 2) <= ' ');
	}

	private int endOfComment(int start) {
		boolean nested = this.product == Product.POSTGRESQL || this.product == Product.H2;
		int depth = 1;
		int position = start + 2;
		while (position < this.text.length() && depth > 0) {
			boolean ends = this.text.startsWith("*/", position);
			boolean begins = nested && this.text.startsWith("/*", position);
			depth += (begins ? 1 : 0) - (ends ? 1 : 0);
			position += (begins || ends) ? 2 : 1;
		}
		return position;
	}

	private int endAfter(String end, int from) {
		int found = this.text.indexOf(end, from);
		return (found >= 0) ? found + end.length() : this.text.length();
	}

	private int endOfDollars(int start) {
		int end = start + 1;
		if (this.product == Product.H2) {
			boolean quotes = this.text.startsWith("$$", start) && (start == 0 || this.text.charAt(start - 1) <= ' ');
			return quotes ? endAfter("$$", end + 1) : -1;
		}
		while (end < this.text.length() && isName(this.text.charAt(end))) {
			end++;
		}
		boolean tag = this.product == Product.POSTGRESQL && end < this.text.length() && this.text.charAt(end) == '$'
				&& (end == start + 1 || !Character.isDigit(this.text.charAt(start + 1))) && !isBehindName(start);
		return tag ? endAfter(this.text.substring(start, end + 1), end + 1) : -1;
	}

	/**
	 * Tell whether a character can be in a name.
	 * @param character the character
	 * @return whether it can
	 */
	static boolean isName(char character) {
		return Character.isLetterOrDigit(character) || character == '_';
	}

}
