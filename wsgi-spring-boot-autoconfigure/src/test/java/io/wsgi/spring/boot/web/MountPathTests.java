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

package io.wsgi.spring.boot.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MountPath}.
 *
 * @author wsgi-spring-boot contributors
 */
class MountPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "//" })
	void rootHasAnEmptyPrefixAndContainsEverything(String path) {
		MountPath root = MountPath.of(path);
		assertThat(root.prefix()).isEmpty();
		assertThat(root.pattern()).isEqualTo("/**");
		assertThat(root).hasToString("/");
		assertThat(root.contains("/")).isTrue();
		assertThat(root.contains("/a")).isTrue();
		assertThat(root.contains("")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/shop", "/shop/", "/shop//" })
	void prefixHasNoSlashAtItsEnd(String path) {
		MountPath shop = MountPath.of(path);
		assertThat(shop.prefix()).isEqualTo("/shop");
		assertThat(shop.pattern()).isEqualTo("/shop/**");
		assertThat(shop).hasToString("/shop");
	}

	@Test
	void prefixContainsItselfAndWhatIsBelow() {
		MountPath shop = MountPath.of("/shop");
		assertThat(shop.contains("/shop")).isTrue();
		assertThat(shop.contains("/shop/")).isTrue();
		assertThat(shop.contains("/shop/a/b")).isTrue();
		assertThat(shop.contains("/shopping")).isFalse();
		assertThat(shop.contains("/")).isFalse();
		assertThat(shop.contains("/a/shop")).isFalse();
	}

	@Test
	void prefixIsComparedWithTheBytesOfThePath() {
		MountPath path = MountPath.of("/caf\u00e9");
		assertThat(path.contains(RequestPath.decode("/caf%C3%A9/menu"))).isTrue();
		assertThat(path.contains(RequestPath.decode("/caf%E9/menu"))).isFalse();
	}

	@Test
	void pathWithoutSlashIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> MountPath.of("shop"))
			.withMessage("The path 'shop' must begin with '/'");
	}

}
