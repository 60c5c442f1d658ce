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

package io.wsgi.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;

import io.wsgi.runtime.ApplicationLoadException;
import io.wsgi.testsupport.RecordedExchange;
import io.wsgi.testsupport.TestPython;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the reload of a pinned application inside its worker: Flask, and Django with
 * its models in SQLite.
 *
 * @author wsgi-spring-boot contributors
 */
@Tag("native-modules")
class PinnedFrameworkReloadTests {

	private static final AtomicInteger edits = new AtomicInteger();

	@TempDir
	private static Path sources;

	private static TestPool pool;

	@BeforeAll
	static void startPool() {
		write("both.py", """
				from werkzeug.middleware.dispatcher import DispatcherMiddleware

				from django_site import application
				from flask_site import app as flask_app

				app = DispatcherMiddleware(flask_app, {"/django": application})
				""");
		write("flask_site.py", """
				import os
				import time

				import _testmultiphase
				from flask import Flask, url_for

				import wording

				app = Flask(__name__)


				@app.get("/")
				def index():
				    return f"{wording.GREETING} from Flask at {url_for('index')}"


				@app.get("/sum")
				def total():
				    return str(_testmultiphase.foo(6, 36))


				@app.get("/hold")
				def hold():
				    directory = os.environ["EVENTS"]
				    open(os.path.join(directory, "entered"), "w").close()
				    while not os.path.exists(os.path.join(directory, "gate")):
				        time.sleep(0.01)
				    return f"{wording.GREETING} at last"
				""");
		write("django_site.py", """
				import os

				import django
				from django.conf import settings

				if not settings.configured:
				    settings.configure(
				        ALLOWED_HOSTS=["*"],
				        DATABASES={
				            "default": {
				                "ENGINE": "django.db.backends.sqlite3",
				                "NAME": os.path.join(os.environ["EVENTS"], "shop.sqlite3"),
				            }
				        },
				        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
				        INSTALLED_APPS=["shop"],
				        ROOT_URLCONF="shop.urls",
				        SECRET_KEY="not for production",
				    )
				    django.setup()

				from django.core.wsgi import get_wsgi_application

				application = get_wsgi_application()
				""");
		write("shop/__init__.py", "");
		write("shop/models.py", """
				from django.db import models


				class Visit(models.Model):
				    page = models.CharField(max_length=20)
				""");
		write("shop/urls.py", """
				from django.db import connection
				from django.http import HttpResponse
				from django.urls import path

				import wording
				from shop.models import Visit


				def index(request):
				    if Visit._meta.db_table not in connection.introspection.table_names():
				        with connection.schema_editor() as editor:
				            editor.create_model(Visit)
				    Visit.objects.create(page="index")
				    return HttpResponse(f"{wording.GREETING} from Django, visit {Visit.objects.count()}")


				urlpatterns = [path("", index)]
				""");
		writeGreeting("Hello");
		pool = TestPool.of("both:app", sources, TestPython.packages()).environment("EVENTS", sources).start();
	}

	@AfterAll
	static void stopPool() {
		assertThat(pool.pool().stop()).isTrue();
	}

	@Test
	void flaskAndDjangoAreImportedAnewInsideTheirWorker() {
		assertThat(pool.call("/sum")).isEqualTo("42");
		assertThat(pool.pool().nativeModules()).anySatisfy((chain) -> assertThat(chain).contains("_testmultiphase"));
		assertThat(pool.call("/")).isEqualTo("Hello from Flask at /");
		assertThat(pool.call("/django/")).isEqualTo("Hello from Django, visit 1");
		RecordedExchange held = pool.submit("/hold");
		TestPool.waitUntil(() -> Files.exists(sources.resolve("entered")));
		writeGreeting("Welcome");
		assertThat(pool.pool().reload()).isEqualTo(2);
		assertThat(pool.call("/")).isEqualTo("Welcome from Flask at /");
		assertThat(pool.call("/django/")).isEqualTo("Welcome from Django, visit 2");
		assertThat(pool.call("/sum")).isEqualTo("42");
		assertThat(held.isOver()).isFalse();
		TestPool.createFile(sources.resolve("gate"));
		assertThat(held.await().getResponse()).isEqualTo("Hello at last");
		write("wording.py", "GREETING = \n");
		assertThatExceptionOfType(ApplicationLoadException.class).isThrownBy(pool.pool()::reload)
			.withMessageContaining("syntax error");
		assertThat(pool.call("/")).isEqualTo("Welcome from Flask at /");
		assertThat(pool.call("/django/")).isEqualTo("Welcome from Django, visit 3");
		writeGreeting("Good evening");
		assertThat(pool.pool().reload()).isEqualTo(3);
		assertThat(pool.call("/django/")).isEqualTo("Good evening from Django, visit 4");
		assertThat(pool.pool().size()).isOne();
		assertThat(pool.replacements()).isEmpty();
	}

	private static void writeGreeting(String greeting) {
		write("wording.py", "GREETING = '" + greeting + "'\n");
	}

	private static void write(String name, String source) {
		try {
			Path file = sources.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, source);
			// Python recompiles what has another time, to the second, or another size
			Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + edits.incrementAndGet() * 2000L));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
