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

package io.wsgi;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;

/**
 * What the packages of the core may know.
 *
 * @author wsgi-spring-boot contributors
 */
@AnalyzeClasses(packages = "io.wsgi", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTests {

	@ArchTest
	static final ArchRule packagesDependOnThoseBelowOnly = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("reload")
		.definedBy("io.wsgi.reload..")
		.layer("worker")
		.definedBy("io.wsgi.worker..")
		.layer("asgi")
		.definedBy("io.wsgi.asgi..")
		.layer("runtime")
		.definedBy("io.wsgi.runtime..")
		.whereLayer("reload")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("worker")
		.mayOnlyBeAccessedByLayers("reload")
		.whereLayer("asgi")
		.mayOnlyBeAccessedByLayers("worker")
		.whereLayer("runtime")
		.mayOnlyBeAccessedByLayers("reload", "worker", "asgi")
		.ensureAllClassesAreContainedInArchitecture();

	@ArchTest
	static final ArchRule theCoreNeedsNoFramework = ArchRuleDefinition.classes()
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("io.wsgi..", "java..", "org.apache.commons.logging..", "org.jspecify..");

}
