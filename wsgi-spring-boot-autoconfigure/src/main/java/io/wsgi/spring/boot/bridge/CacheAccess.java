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

package io.wsgi.spring.boot.bridge;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * The caches of Spring's {@link CacheManager}, for Python.
 *
 * @author wsgi-spring-boot contributors
 * @since 0.1.0
 */
public final class CacheAccess implements DoorService {

	private final Supplier<@Nullable CacheManager> manager;

	/**
	 * Create new access.
	 * @param manager returns what has the caches, or {@code null} if there is none
	 */
	public CacheAccess(Supplier<@Nullable CacheManager> manager) {
		this.manager = manager;
	}

	@Override
	public Map<String, Operation> operations() {
		return Map.of("cache", (question) -> cache(question).getName(), "cache.get", this::get, "cache.put", this::put,
				"cache.put_if_absent", this::putIfAbsent, "cache.evict", this::evict, "cache.clear", this::clear);
	}

	private Cache cache(Question question) {
		CacheManager available = this.manager.get();
		if (available == null) {
			throw new Refusal(Refusal.Kind.STATE, "The Spring application has no CacheManager");
		}
		Cache cache = available.getCache(question.text(0));
		if (cache == null) {
			throw new Refusal(Refusal.Kind.LOOKUP, "There is no cache '" + question.text(0) + "'");
		}
		return cache;
	}

	private static Object key(Question question) {
		return Objects.requireNonNullElseGet(question.value(1), () -> {
			throw new Refusal(Refusal.Kind.TYPE, "None is no key of a cache");
		});
	}

	// A list of it, so that None can be told from nothing
	private @Nullable Object get(Question question) {
		Cache.ValueWrapper found = cache(question).get(key(question));
		return (found != null) ? Collections.singletonList(found.get()) : List.of();
	}

	private @Nullable Object put(Question question) {
		cache(question).put(key(question), question.value(2));
		return null;
	}

	private Object putIfAbsent(Question question) {
		return cache(question).putIfAbsent(key(question), question.value(2)) == null;
	}

	private @Nullable Object evict(Question question) {
		cache(question).evict(key(question));
		return null;
	}

	private @Nullable Object clear(Question question) {
		cache(question).clear();
		return null;
	}

}
